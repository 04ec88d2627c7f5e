import { describe, expect, it } from "vitest";
import { changes } from "./changes";
import { github } from "./github";
import { gitlab } from "./gitlab";
import { parseDelivery } from "./parse-delivery";
import type { Provider } from "./provider";

const AT = Date.parse("2026-03-02T12:00:00Z");

function read(provider: Provider, body: unknown, contentType = "application/json") {
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  return parseDelivery(provider, { body: bytes, contentType, receivedAt: AT, zone: null });
}

const deploy = { id: "1", kind: "deploy", title: "checkout 4.2", service: "checkout" };

describe("what comes to the address of a change feed", () => {
  it("is of the moment it came where it names none, and says so", async () => {
    const [record] = await read(changes, deploy);
    expect(record).toMatchObject({
      outcome: "accepted",
      issues: ["starts_at is missing: the moment of receipt was taken"],
      changes: [{ key: "1", toldAt: null, changes: [{ startsAt: AT, endsAt: null }] }],
    });
  });

  it("is never of that moment where its time cannot be read", async () => {
    expect(await read(changes, { ...deploy, starts_at: "noon" })).toMatchObject([
      { outcome: "rejected", why: 'starts_at: "noon" is not a time we can read' },
    ]);
  });

  it.each([
    [{ a: 1 }, /^kind is missing/],
    [{ kind: "deploy", starts_at: "2026-03-02T11:00:00Z" }, /^title is missing$/],
    ["[7]", /^not an object/],
    ["[", /cut off|ends/],
  ])("that lacks something is one rejected record: %j", async (body, why) => {
    const records = await read(changes, body);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ outcome: "rejected", why: expect.stringMatching(why) });
  });

  it.each([
    [deploy, true],
    [[{ ...deploy, startsAt: "2026-03-02T11:00:00Z" }], false],
    [[{ ...deploy, startsAt: "2026-03-02T11:00:00Z" }, deploy], true],
    [{ routing_key: "r", payload: { summary: "s", timestamp: "2026-03-02T11:00:00Z" } }, false],
    [{ routing_key: "r", payload: { summary: "s" } }, true],
  ])("may come again as another act only where it carries no time: %j", (body, timeless) => {
    expect(changes.webhook?.isTimeless?.(body)).toBe(timeless);
  });
});

describe("GitHub", () => {
  const deployment = { id: 9, task: "deploy", ref: "main", created_at: "2026-03-02T11:00:00Z" };
  const repository = { name: "checkout" };

  it("is read from a form too, as its webhooks send it by default", async () => {
    const body = { action: "created", deployment, deployment_status: { state: "success", created_at: AT }, repository };
    const form = `payload=${encodeURIComponent(JSON.stringify(body))}`;
    expect(await read(github, form, "application/x-www-form-urlencoded")).toMatchObject([
      { outcome: "accepted", changes: [{ key: "9", changes: [{ service: "checkout" }] }] },
    ]);
  });

  it("has no start behind an end: an odd clock makes it a point", async () => {
    const status = { state: "failure", created_at: "2026-03-02T10:00:00Z" };
    const [record] = await read(github, { action: "created", deployment, deployment_status: status, repository });
    const at = Date.parse("2026-03-02T10:00:00Z");
    expect(record).toMatchObject({ changes: [{ changes: [{ startsAt: at, endsAt: null }] }] });
  });

  it("names what is no JSON object with a deployment", async () => {
    expect(await read(github, { hello: "world" })).toMatchObject([{ outcome: "rejected" }]);
  });
});

describe("GitLab", () => {
  it.each(["push", "pipeline", "feature_flag"])("ignores its %s events", async (kind) => {
    expect(await read(gitlab, { object_kind: kind })).toMatchObject([{ outcome: "ignored" }]);
  });
});
