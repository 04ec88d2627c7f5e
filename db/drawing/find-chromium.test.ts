import { describe, expect, it } from "vitest";
import { findChromium } from "./find-chromium";

const machine = (there: readonly string[], path = "") => ({
  path,
  platform: "linux" as const,
  isProgram: (file: string) => there.includes(file),
});

describe("the browser that draws", () => {
  it("is the one that is named, even where there are others", () =>
    expect(findChromium("/own/chrome", machine(["/own/chrome", "/usr/bin/chromium"]))).toBe("/own/chrome"));
  it("is said to be wrong where the named one is not there, instead of taking another", () =>
    expect(() => findChromium("/own/chrome", machine(["/usr/bin/chromium"]))).toThrow(/SQUELCH_CHROMIUM names \/own/));
  it("is one of the usual places, then one of the path", () => {
    expect(findChromium(null, machine(["/usr/bin/google-chrome", "/x/chromium"], "/x"))).toBe("/usr/bin/google-chrome");
    expect(findChromium(null, machine(["/y/google-chrome"], "/x::/y"))).toBe("/y/google-chrome");
  });
  it("is missed in words that say how to get one", () =>
    expect(() => findChromium(null, machine([], "/x"))).toThrow(/apt-get install chromium.*SQUELCH_CHROMIUM/));
});
