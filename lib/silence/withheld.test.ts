import { describe, expect, it } from "vitest";
import { type NearPage, realBecause } from "./withheld";

const at = (minute: number) => Date.parse("2026-11-23T02:00:00Z") + minute * 60_000;
const alert = (severity: string | undefined, from = 10, to: number | null = 20) => ({
  labels: { alertname: "DiskFull", ...(severity === undefined ? {} : { severity }) },
  startedAt: at(from),
  endedAt: to === null ? null : at(to),
});
const page = (more: Partial<NearPage> = {}): NearPage => ({
  title: "Orders down",
  verdict: "actionable",
  topPriority: false,
  openedAt: at(0),
  endedAt: at(15),
  ...more,
});
const decided = { severity: "warning", service: "orders" };

describe("a withheld alert", () => {
  it.each([
    ["critical", true],
    ["Critical ", true],
    ["error", true],
    ["warning", false],
    ["minor", false],
    ["info", false],
    ["purple", false],
    [undefined, false],
  ])("of severity %s under a decision about warnings is real: %s", (severity, real) =>
    expect(realBecause(alert(severity), decided, []) !== null).toBe(real),
  );

  it("says nothing by its severity where the decision's is not known", () =>
    expect(realBecause(alert("critical"), { ...decided, severity: null }, [])).toBeNull());

  it.each([
    ["ends as the alert begins", page({ endedAt: at(10) }), false],
    ["ends a minute into it", page({ endedAt: at(11) }), true],
    ["begins as it ends", page({ openedAt: at(20), endedAt: null }), false],
    ["begins a minute before it ends", page({ openedAt: at(19), endedAt: null }), true],
    ["was noise", page({ verdict: "noise" }), false],
    ["is not judged", page({ verdict: null }), false],
    ["has the top priority and is not judged", page({ verdict: null, topPriority: true }), true],
    ["has the top priority and was noise by a person's word", page({ verdict: "noise", topPriority: true }), false],
  ])("beside a page of its service that %s: real %s", (_, near, real) =>
    expect(realBecause(alert("warning"), decided, [near]) !== null).toBe(real),
  );

  it("that still stands overlaps whatever opens later", () =>
    expect(realBecause(alert("warning", 10, null), decided, [page({ openedAt: at(500), endedAt: null })])).toMatch(
      /Orders down.*orders needed somebody/,
    ));
});
