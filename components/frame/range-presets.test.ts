import { describe, expect, it } from "vitest";
import { resolveRange } from "@/lib/time/range";
import { RANGE_PRESETS, rangeLabel, stepRange } from "./range-presets";

// A Sunday, so that the week that runs is nearly full.
const NOW = Date.parse("2026-11-22T10:00:00Z");
const resolve = (range: { from: string; to: string }) => resolveRange({ ...range, zone: "Europe/London", now: NOW });

describe("range presets", () => {
  it.each(RANGE_PRESETS)("$label can be resolved", (preset) => {
    const { from, to } = resolve(preset);
    expect(to).toBeGreaterThan(from);
  });

  it.each(RANGE_PRESETS)("the period before $label ends where it begins", (preset) => {
    const before = stepRange(preset.from, preset.to, -1);
    expect(before && resolve(before).to).toBe(resolve(preset).from);
  });

  it.each(RANGE_PRESETS)("a step back from $label and one forward come back to it", ({ from, to }) => {
    const before = stepRange(from, to, -1);
    expect(before && stepRange(before.from, before.to, 1)).toEqual({ from, to });
  });

  it("steps days of the calendar by their number", () => {
    expect(stepRange("2026-11-09", "2026-11-15", -1)).toEqual({ from: "2026-11-02", to: "2026-11-08" });
    expect(stepRange("2026-11-09", "2026-11-09", 1)).toEqual({ from: "2026-11-10", to: "2026-11-10" });
  });

  it("does not step into the future, nor where it cannot tell", () => {
    expect(stepRange("now/w", "now/w", 1)).toBeNull();
    expect(stepRange("now-6d/d", "now/d", 1)).toBeNull();
    expect(stepRange("yesterday", "today", -1)).toBeNull();
    expect(stepRange("2026-11-15", "2026-11-09", -1)).toBeNull();
  });

  it("names what is chosen", () => {
    expect(rangeLabel("now-1w/w", "now-1w/w")).toBe("Last week");
    expect(rangeLabel("now-2w/w", "now-2w/w")).toBe("2 weeks ago");
    expect(rangeLabel("2026-11-09", "2026-11-15")).toBe("2026-11-09 – 2026-11-15");
  });
});
