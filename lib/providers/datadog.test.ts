import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { datadog } from "./datadog";
import type { Outcome } from "./provider";

const RECEIVED = Date.UTC(2025, 2, 3, 5);
const event = {
  id: "7879719917965975808",
  title: "[Triggered on {service:billing-api}] Log errors",
  body: "%%%\nThe monitor was last triggered at Mon Mar 03 2025 04:05:41 UTC.\n%%%",
  alert_transition: "Triggered",
  date: "1740974832000",
  last_updated: "1740974833000",
  monitor_id: "5550001",
  scopes: "service:billing-api",
};
const OPENED = "2025-03-03T04:05:41.000Z";

function read(value: unknown, receivedAt: number | null = RECEIVED): Outcome {
  const [format] = datadog.formats;
  if (format?.shape !== "json" || !format.matches(value)) throw new Error("no format");
  return format.read(value, { zone: null, envelope: null, receivedAt });
}

function eventOf(value: unknown): unknown {
  const outcome = read(value);
  return outcome.outcome === "accepted" ? outcome.events[0] : outcome;
}

describe("an event of a Datadog monitor", () => {
  it.each([
    ["Triggered", "triggered"],
    ["No Data", "triggered"],
    ["Warn", "triggered"],
    ["Recovered", "resolved"],
  ])("%s is %s, on one page from its opening to its end", (alert_transition, kind) => {
    expect(eventOf({ ...event, alert_transition })).toMatchObject({
      kind,
      pageKey: `5550001|service:billing-api@${OPENED}`,
      by: "automation",
      at: 1740974832000,
    });
  });

  it.each(["Re-Triggered", "Re-No Data", "Re-Warn", "Renotify", "Muted"])("%s is no event", (alert_transition) => {
    expect(read({ ...event, alert_transition })).toMatchObject({ outcome: "ignored" });
  });

  it.each([
    ["date", {}, 1740974832000, undefined],
    ["last_updated", { date: "$DATE" }, 1740974833000, undefined],
    ["the moment of receipt", { date: "", last_updated: "$LAST_UPDATED" }, RECEIVED, true],
  ])("is dated by %s", (_name, more, at, atReceipt) => {
    expect(eventOf({ ...event, ...more })).toMatchObject(atReceipt ? { at, atReceipt } : { at });
    expect("atReceipt" in (eventOf({ ...event, ...more }) as object)).toBe(atReceipt === true);
  });

  it.each([
    ["the cycle key", { alert_cycle_key: "998877" }, "998877"],
    ["monitor, scope and opening", { alert_cycle_key: "$ALERT_CYCLE_KEY" }, `5550001|service:billing-api@${OPENED}`],
    ["monitor and scope", { body: "" }, "5550001|service:billing-api"],
    ["the monitor alone", { body: "", scopes: "$ALERT_SCOPE" }, "5550001"],
    ["its aggregation key", { body: "", monitor_id: undefined, aggreg_key: "abc" }, "abc"],
  ])("is put to its page by %s", (_name, more, pageKey) => {
    expect(eventOf({ ...event, ...more })).toMatchObject({ pageKey });
  });

  it.each([
    ["[Triggered on {service:a}] Disk", "Disk"],
    ["[P2] [Warn] Disk", "Disk"],
    ["[P2] [Re-No Data on {host:a,env:b}] Disk [sda]", "Disk [sda]"],
    ["[sda] Disk", "[sda] Disk"],
    ["Disk", "Disk"],
  ])("%s is named %s", (title, name) => {
    expect(eventOf({ ...event, title })).toMatchObject({ facts: { title: name } });
  });

  it("takes its transition from the title where the body has none", () => {
    const { alert_transition: _, ...bare } = { ...event, event_type: "log_alert" };
    expect(eventOf(bare)).toMatchObject({ kind: "triggered" });
    expect(read({ ...bare, title: "Deployed billing-api" })).toMatchObject({ outcome: "ignored" });
  });

  it.each([
    ["", "P3", "P3"],
    ["$ALERT_PRIORITY", "P3", "P3"],
    ["P1", "P3", "P1"],
  ])("with severity %j and %s in its title has priority %s", (severity, inTitle, priority) => {
    expect(eventOf({ ...event, severity, title: `[${inTitle}] [Triggered] Disk` })).toMatchObject({
      facts: { priority },
    });
  });

  it("never takes the name of a variable for its value", () => {
    const names = fc.constantFrom("$TAGS", "$TAGS[service]", "$LINK", "$ALERT_SCOPE", "$HOSTNAME");
    fc.assert(
      fc.property(
        fc.record({ tags: names, service: names, team: names, url: names, id: names, severity: names }),
        (more) => {
          expect(JSON.stringify(eventOf({ ...event, ...more }))).not.toContain("$");
        },
      ),
      { seed: 1, numRuns: 50 },
    );
  });
});

describe("a body of Datadog comes again with the same words", () => {
  const said = { alert_transition: "Triggered", title: "CPU is high", monitor_id: "7" };
  it.each([
    ["without any time or id", said, true],
    ["whose variables have no value", { ...said, id: "$ID", date: "$DATE" }, true],
    ["with the id of its event", { ...said, id: "1" }, false],
    ["with a date", { ...said, date: "1709600076288" }, false],
    ["with the key of its cycle", { ...said, alert_cycle_key: "c" }, false],
    ["that is none", null, false],
  ])("%s: %j", (_name, body, isTimeless) => {
    expect(datadog.webhook?.isTimeless?.(body)).toBe(isTimeless);
  });
});
