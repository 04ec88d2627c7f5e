import { describe, expect, it } from "vitest";
import { grafanaAlerting } from "./grafana-alerting";
import type { Outcome } from "./provider";

const RECEIVED = Date.UTC(2024, 6, 1, 6);
const legacy = {
  orgId: 2,
  ruleId: 41,
  ruleName: "Disk of build hosts",
  ruleUrl: "https://grafana.example.com/d/xyz",
  title: "[Alerting] Disk of build hosts",
  evalMatches: [],
};
const alert = {
  status: "firing",
  labels: { alertname: "Memory almost gone" },
  annotations: {},
  startsAt: "2024-07-01T05:09:00Z",
  endsAt: "0001-01-01T00:00:00Z",
  generatorURL: "https://grafana.example.com/alerting/grafana/cd11aa60-77e1/view?orgId=1",
  fingerprint: "5c0e7d91ab23f846",
};
const marks = { silenceURL: "https://grafana.example.com/s", values: null, valueString: "" };

function read(value: unknown, receivedAt: number | null = RECEIVED): Outcome {
  for (const format of grafanaAlerting.formats) {
    if (format.shape === "json" && format.matches(value)) {
      return format.read(value, { zone: null, envelope: null, receivedAt });
    }
  }
  throw new Error("no format");
}

function eventOf(value: unknown): unknown {
  const outcome = read(value);
  return outcome.outcome === "accepted" ? outcome.events[0] : outcome;
}

describe("a body of Grafana 8 or before", () => {
  it.each([
    ["alerting", "triggered"],
    ["no_data", "triggered"],
    ["ok", "resolved"],
  ])("%s is %s when it came in", (state, kind) => {
    expect(eventOf({ ...legacy, state })).toEqual({
      provider: "grafana-alerting",
      pageKey: "2:41",
      eventKey: expect.stringContaining(`legacy:${state}:`),
      kind,
      at: RECEIVED,
      atReceipt: true,
      by: "automation",
      facts: {
        title: "Disk of build hosts",
        rule: "41",
        dedup: "2:41",
        link: "https://grafana.example.com/d/xyz",
      },
    });
  });

  it.each(["paused", "pending", "unknown"])("%s is no event", (state) => {
    expect(read({ ...legacy, state })).toEqual({
      outcome: "ignored",
      why: `state ${state}: neither opens nor ends a page`,
    });
  });

  it.each([
    ["[Alerting] Disk", "Disk"],
    ["[No Data] Disk", "Disk"],
    ["[OK] Disk [sda]", "Disk [sda]"],
    ["[1] Disk", "[1] Disk"],
  ])("without a rule's name is named by its title: %s", (title, named) => {
    expect(eventOf({ ...legacy, ruleName: "", title, state: "alerting" })).toMatchObject({ facts: { title: named } });
  });

  it("without a rule cannot be put to a page", () => {
    expect(read({ ...legacy, ruleId: undefined, state: "ok" })).toEqual({
      outcome: "rejected",
      why: "ruleId is missing",
    });
  });
});

describe("an alert of Grafana Alerting", () => {
  it.each([
    ["its own", { ruleUID: "abc" }, "abc"],
    ["the address of its rule", {}, "cd11aa60-77e1"],
    ["the name of the alert", { generatorURL: "https://grafana.example.com/?orgId=1" }, "Memory almost gone"],
    ["nothing", { generatorURL: "https://grafana.example.com/?orgId=1", labels: { a: "b" } }, undefined],
    ["its own where it has no data", { labels: { alertname: "DatasourceNoData" } }, "cd11aa60-77e1:DatasourceNoData"],
    ["its own where it fails", { ruleUID: "abc", labels: { alertname: "DatasourceError" } }, "abc:DatasourceError"],
    [
      "its name where it has no data",
      { generatorURL: "", labels: { alertname: "DatasourceNoData", rulename: "Memory" } },
      "Memory:DatasourceNoData",
    ],
  ])("names its rule by %s", (_name, more, rule) => {
    expect((eventOf({ ...alert, ...marks, ...more }) as { facts: { rule?: string } }).facts.rule).toBe(rule);
  });

  it("is read the same as Alertmanager writes it", () => {
    expect(eventOf(alert)).toEqual(eventOf({ ...alert, ...marks }));
  });

  it("that ended in year 1 ended when the delivery came in", () => {
    expect(eventOf({ ...alert, ...marks, status: "resolved" })).toMatchObject({ at: RECEIVED, atReceipt: true });
  });

  it.each([
    ["of the Test button", { alertname: "TestAlert", instance: "Grafana" }, "ignored"],
    ["of a rule named so", { alertname: "TestAlert", instance: "db-1" }, "accepted"],
  ])("%s is %s", (_name, labels, outcome) => {
    expect(read({ ...alert, ...marks, labels })).toMatchObject({ outcome });
  });
});
