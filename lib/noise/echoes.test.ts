import { describe, expect, it } from "vitest";
import { ECHO_THRESHOLDS, echoedPages, echoesOf } from "./echoes";
import { DAY, MINUTE, type PageSketch, pageOf } from "./test-pages";

type Together = {
  after?: number;
  endsAfter?: number;
  times?: number;
  alone?: number;
  team?: string;
  by?: PageSketch["by"];
};

/** A cause of one team, open for 60 min, and an effect of another, on as many days; then causes alone. */
function pagesOf({ after = 5, endsAfter = 3, times = 3, alone = 0, team = "web", by = "source" }: Together) {
  const at = (day: number) => (day * DAY) / MINUTE;
  const causes = Array.from({ length: times + alone }, (_, day) => ({
    signature: "cause",
    page: pageOf({ key: `cause ${day}`, at: at(day), open: 60, facts: { team: "core" } }),
  }));
  const effects = Array.from({ length: times }, (_, day) => ({
    signature: "effect",
    page: pageOf({ key: `effect ${day}`, at: at(day) + after, open: 60 + endsAfter - after, by, facts: { team } }),
  }));
  return [...causes, ...effects].sort((a, b) => a.page.triggeredAt - b.page.triggeredAt);
}

const { withinMinutes, endsWithinMinutes, times, share } = ECHO_THRESHOLDS;

describe("pages that open and end with those of another team", () => {
  it.each<[string, Together, number]>([
    ["so often and so near", {}, 3],
    ["once too few", { times: times - 1 }, 0],
    ["opened just within the time", { after: withinMinutes }, 3],
    ["opened after the time", { after: withinMinutes + 0.1 }, 0],
    ["ended just within the time", { endsAfter: endsWithinMinutes }, 3],
    ["ended after the time", { endsAfter: endsWithinMinutes + 0.1 }, 0],
    ["a share of the causes that is just enough", { times: 3, alone: 7 }, 3],
    ["a share that is too small", { times: 3, alone: 8 }, 0],
    ["of the same team it is no echo", { team: "core" }, 0],
    ["a merge tells no end", { by: "merge" }, 0],
  ])("%s", (_, given, expected) => {
    const pages = pagesOf(given);
    const echoed = echoedPages(pages, echoesOf(pages));
    expect(echoed.size).toBe(expected);
    for (const [key, cause] of echoed) expect(cause.pageKey).toBe(key.replace("effect", "cause"));
    expect(share * 10).toBe(3);
  });
});
