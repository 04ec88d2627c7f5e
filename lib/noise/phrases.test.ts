import { describe, expect, it } from "vitest";
import {
  isExpectedNote,
  isFixNote,
  isImpactNote,
  isInformationTitle,
  isNoDataTitle,
  isNoiseNote,
  isTellingNote,
  isUpstreamNote,
} from "./phrases";

describe("notes", () => {
  it.each<[string, { noise?: true; expected?: true; fix?: true; telling?: true; upstream?: true; impact?: true }]>([
    ["restarted the stuck worker", { fix: true, telling: true }],
    ["rolled back to 4.2", { fix: true }],
    ["failed over to the replica in zone b", { fix: true, telling: true }],
    ["not fixed yet, handing over to the morning", { telling: true }],
    ["it fixed itself after a while, leaving it", { telling: true }],
    ["will be restarted by the next deploy tonight", { telling: true }],
    ["looking into it", {}],
    ["checked the dashboards, nothing unusual there", {}],
    ["checked the dashboards and increased the pool", { fix: true, telling: true }],
    ["known issue, cleared by itself", { noise: true }],
    ["restarted by itself, no action needed", { noise: true }],
    ["works as designed during the batch", { noise: true, expected: true }],
    ["threshold is too tight for this service", { noise: true }],
    ["the probe itself is broken again", { noise: true }],
    ["AWS outage in eu-west-1, see their status", { telling: true, upstream: true }],
    ["fixed by the network team at 4", { telling: true, upstream: true }],
    ["customers were seeing errors at checkout", { telling: true, impact: true }],
    ["no customer impact as far as I can tell", { telling: true }],
    ["restarted the pod to be on the safe side", {}],
    ["failed over just in case, no difference seen", {}],
    ["went away on its own before I got there", { noise: true }],
    ["ran it again by hand", { fix: true }],
    ["started the import again after lunch", { fix: true, telling: true }],
    ["kicked off the nightly export again", { fix: true, telling: true }],
    ["the load test triggered the alert again", { telling: true }],
    ["will be started again tonight", { telling: true }],
    ["it ran again by itself over night", { telling: true }],
    ["put the old certificate back until the new one is issued", { fix: true, telling: true }],
    ["put back the previous limits", { fix: true, telling: true }],
    ["will put the old limits back tomorrow", { telling: true }],
    ["put the alert back on the list for monday", { telling: true }],
    ["done", {}],
  ])("%s", (note, is) => {
    expect({
      noise: isNoiseNote(note) || undefined,
      expected: isExpectedNote(note) || undefined,
      fix: isFixNote(note) || undefined,
      telling: isTellingNote(note) || undefined,
      upstream: isUpstreamNote(note) || undefined,
      impact: isImpactNote(note) || undefined,
    }).toEqual(is);
  });

  it("more than twenty characters tell something", () => {
    expect([isTellingNote("x".repeat(20)), isTellingNote("x".repeat(21))]).toEqual([false, true]);
  });
});

describe("titles", () => {
  it.each([
    ["Backup completed", true, false],
    ["Backup not completed", false, false],
    ["Deploy successful", true, false],
    ["Book keeper down", false, false],
    ["[No Data] CPU of db-1", false, true],
    ["DatasourceError", false, true],
    ["check of the queue in error state", false, true],
    ["Data loss on db-1", false, false],
  ])("%s: information %s, no result %s", (title, information, noData) => {
    expect([isInformationTitle(title), isNoDataTitle(title)]).toEqual([information, noData]);
  });
});
