import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readChanges } from "./read-changes";

const fixture = (path: string) => readFileSync(new URL(`../providers/fixtures/${path}`, import.meta.url), "utf8");
const iso = (at: number | null | undefined) => (typeof at === "number" ? new Date(at).toISOString() : at);

describe("a file of changes", () => {
  it("of GitHub's webhooks is one deployment, begun when its status says so", async () => {
    const { changes, issues, ignored } = await readChanges(
      fixture("github/webhook-approved-after-half-an-hour.ndjson"),
    );
    expect(changes).toHaveLength(1);
    expect([iso(changes[0]?.startsAt), iso(changes[0]?.endsAt)]).toEqual([
      "2026-03-02T09:38:11.000Z",
      "2026-03-02T09:41:30.000Z",
    ]);
    expect(issues).toEqual([]);
    expect(ignored.map(({ where }) => where)).toEqual(["line 2", "line 5"]);
  });

  it("of GitLab's webhooks has the start of one body and the end of the other", async () => {
    const { changes } = await readChanges(fixture("gitlab/webhook-start-and-end.ndjson"));
    expect(changes.map(({ startsAt, endsAt }) => [iso(startsAt), iso(endsAt)])).toEqual([
      ["2026-03-02T09:30:00.000Z", "2026-03-02T09:34:20.000Z"],
    ]);
  });

  it("of ours stands in order of its start; one that was called off is none", async () => {
    const text = JSON.stringify([
      { id: "b", kind: "deploy", title: "second", starts_at: "2026-03-02T10:00:00Z" },
      { id: "a", kind: "scale", title: "first", starts_at: "2026-03-02T09:00:00Z" },
      { id: "off", kind: "drill", title: "gone", starts_at: "2026-03-02T08:00:00Z" },
      { id: "off", kind: "drill", cancelled: true },
    ]);
    expect((await readChanges(text)).changes.map(({ title }) => title)).toEqual(["first", "second"]);
  });

  it("says what each bad row lacks, and its place", async () => {
    const csv = "kind,starts_at,title\ndeploy,2026-03-02T09:00:00Z,fine\nparty,2026-03-02T09:00:00Z,x\ndeploy,soon,y\n";
    const { changes, issues } = await readChanges(csv);
    expect(changes).toHaveLength(1);
    expect(issues).toEqual([
      { where: "line 3", why: 'kind "party" is none of deploy, config, rule-edit, maintenance, scale, drill' },
      { where: "line 4", why: 'starts_at: "soon" is not a time we can read' },
    ]);
  });

  it("without a kind in any record says so of each, rather than that it is unknown", async () => {
    const { changes, issues } = await readChanges('{"title": "x", "starts_at": "2026-03-02T09:00:00Z"}');
    expect(changes).toEqual([]);
    expect(issues[0]?.why).toMatch(/^kind is missing/);
  });

  it("takes times without an offset in the zone that is named, and rejects them without one", async () => {
    const csv = "kind,starts_at,title\ndeploy,2026-03-02 09:00:00,x\n";
    expect(iso((await readChanges(csv, "Europe/Berlin")).changes[0]?.startsAt)).toBe("2026-03-02T08:00:00.000Z");
    expect((await readChanges(csv)).issues[0]?.why).toMatch(/no offset/);
  });

  it("that holds pages is refused with what it is", async () => {
    const pages = fixture("neutral/lines.ndjson");
    await expect(readChanges(pages)).rejects.toThrow(/Squelch events.*no changes/);
  });

  it("that is a table of something else is refused with the columns that are needed", async () => {
    await expect(readChanges("a,b\n1,2\n")).rejects.toThrow(/Needed at least: kind, starts_at, title/);
  });
});
