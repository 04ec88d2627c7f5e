import { expect, it } from "vitest";
import { found, type PageSketch, pageOf } from "@/lib/noise/test-pages";
import { selfHealed } from "./self-healed";

it.each<[string, PageSketch, boolean]>([
  ["cleared after 4:59", { open: 4.99 }, true],
  ["cleared after 5:00", { open: 5 }, false],
  ["cleared after 5:01", { open: 5.01 }, false],
  ["an end in the instant of the opening", { open: 0 }, false],
  ["acknowledged, cleared 2:00 later", { open: 4, actions: [{ minute: 2 }] }, true],
  ["acknowledged, cleared 2:01 later", { open: 4, actions: [{ minute: 1.98 }] }, false],
  [
    "acknowledged by nobody known, cleared at once",
    { open: 3, actions: [{ minute: 2, by: "unknown", person: null }] },
    true,
  ],
  ["acknowledged by automation only", { open: 4, actions: [{ minute: 0, by: "automation", person: null }] }, true],
  ["a person did something first", { open: 3, actions: [{ kind: "annotated", minute: 1 }] }, false],
  [
    "somebody unknown did something first",
    { open: 3, actions: [{ kind: "reassigned", minute: 1, by: "unknown", person: null }] },
    false,
  ],
  [
    "escalated by timeout",
    { open: 3, actions: [{ kind: "escalated", minute: 1, by: "automation", person: null }] },
    true,
  ],
  ["a note after the end", { open: 3, actions: [{ kind: "annotated", minute: 9 }] }, true],
  ["ended by a person", { by: "person" }, false],
  ["ended by nobody known", { by: "unknown" }, false],
  ["given up", { by: "timeout" }, false],
  ["merged", { by: "merge" }, false],
  ["still open", { open: null, by: "still-open" }, false],
  ["the source tells no acknowledgements", { known: false }, false],
  ["opened again", { again: [[20, 22]] }, false],
])("%s: %o -> %s", (_, sketch, expected) => {
  expect(found(selfHealed, [pageOf({ key: "x", ...sketch })])).toEqual(expected ? ["x"] : []);
});

it.each([
  [59, []],
  [60, ["a", "b"]],
  [61, ["a", "b"]],
])("another opening %s min away", (minutes, expected) => {
  expect(found(selfHealed, [pageOf({ key: "b", at: minutes }), pageOf({ key: "a" })])).toEqual(expected);
});
