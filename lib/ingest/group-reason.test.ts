import { describe, expect, it } from "vitest";
import { groupReason } from "./group-reason";

describe("reasons that differ only in what they are about", () => {
  it.each<[string, string, string]>([
    ["quoted values", 'created_at: "yesterday" is no time', 'created_at: "soon" is no time'],
    ["an open quote", 'kind "resol', 'kind "trig'],
    ["numbers", "5,000 characters are too many", "6001 characters are too many"],
    ["places", "log_entries[3].agent is missing", "log_entries[14].agent is missing"],
    ["instants", "at: 2026-11-03T10:00:00Z is in the future", "at: 2027-01-01T00:00:01.5Z is in the future"],
    ["keys", "incident 01ba4719c80b6fe9 is unknown", "incident 9f86d081884c7d65 is unknown"],
    ["uuids", "no page 0188d3f2-7c1e-7b57-8b9e-1f2f3a4b5c6d", "no page 1188d3f2-7c1e-7b57-8b9e-1f2f3a4b5c6e"],
  ])("are one: %s", (_name, one, other) => {
    expect(groupReason(one)).toBe(groupReason(other));
  });

  it.each([
    ["created_at is missing", "resolved_at is missing"],
    ["incident.pagey.ping: nobody was paged", "service.updated: nobody was paged"],
    ["the sender's clock is off", "the receiver's clock is off"],
  ])("but not where the words differ: %s / %s", (one, other) => {
    expect(groupReason(one)).not.toBe(groupReason(other));
  });

  it("are short, and never empty", () => {
    expect(groupReason("x ".repeat(500))).toHaveLength(160);
    expect(groupReason("")).toBe("no reason told");
  });
});
