import { describe, expect, it } from "vitest";
import { found, type PageSketch, pageOf } from "@/lib/noise/test-pages";
import { realUpstream } from "./real-upstream";

const note = (text: string) => ({ kind: "annotated" as const, minute: 20, note: text });
const other = { pageKey: "y", name: "#7", service: "dns", team: "net" };
const of = (sketch: PageSketch, linked = false) =>
  found(realUpstream, [pageOf({ key: "x", open: 90, facts: { team: "core" }, ...sketch })], {
    surroundings: { links: new Map(linked ? [["x", other]] : []) },
  });

describe("real-upstream", () => {
  it.each<[string, PageSketch, boolean, boolean]>([
    [
      "a note names the vendor",
      { actions: [{ minute: 2 }, note("vendor outage, see their status page")] },
      false,
      true,
    ],
    ["linked with an incident of another team", { actions: [{ minute: 2 }] }, true, true],
    ["linked with one of the own team", { facts: { team: "net" }, actions: [{ minute: 2 }] }, true, false],
    ["linked, and nobody engaged", { actions: [] }, true, false],
    ["no link and no word of it", { actions: [{ minute: 2 }, note("cleaned the disk")] }, false, false],
    [
      "their own fix after an upstream fault",
      { actions: [{ minute: 2 }, note("upstream was down, restarted our workers after")] },
      false,
      false,
    ],
    [
      "handed to others",
      { actions: [{ minute: 2 }, { kind: "reassigned", minute: 9, to: ["wim"] }, note("upstream outage")] },
      false,
      false,
    ],
  ])("%s", (_, sketch, linked, expected) => expect(of(sketch, linked)).toEqual(expected ? ["x"] : []));
});
