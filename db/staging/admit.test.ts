import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256 } from "@/db/ids";
import type { WebhookSource } from "@/db/queries/webhook-sources";
import { providers } from "@/lib/providers/index";
import type { Webhook } from "@/lib/providers/provider";
import { admit, refusalByHeaders } from "./admit";

const senders = providers.flatMap(({ id, webhook }) => (webhook ? [[id, webhook] as const] : []));
const source = (webhook: Webhook): WebhookSource => ({
  workspaceId: 1,
  sourceId: "5",
  zone: "UTC",
  webhook,
  proof: "path",
  headerName: null,
  timestampHeader: null,
  deleted: false,
  secrets: [sha256("token")],
  secretsMissing: false,
});
const arrival = (body: Uint8Array, headers: Record<string, string>) => ({
  slug: "abc",
  token: "token",
  url: "https://x.example/api/ingest/abc/token",
  headers,
  body,
  receivedAt: 0,
  receiptId: "1",
});
const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.json({ maxDepth: 6 }).map((text) => Buffer.from(text)),
  fc
    .record({
      event: fc.jsonValue(),
      data: fc.jsonValue(),
      alert: fc.jsonValue(),
      alerts: fc.jsonValue(),
      messages: fc.jsonValue(),
    })
    .map((value) => Buffer.from(JSON.stringify(value))),
);

describe.each(senders)("%s", (_id, webhook) => {
  it("whatever it sends is kept once it has proved itself, under a key that is the same each time", () => {
    fc.assert(
      fc.property(bodies, fc.constantFrom("application/json", ...webhook.contentTypes), (body, type) => {
        const given = arrival(body, { "content-type": type });
        const [one, other] = [admit(source(webhook), given), admit(source(webhook), given)];
        expect(one).toEqual(other);
        expect("delivery" in one && one.delivery.deliveryKey).toMatch(/./s);
      }),
      { numRuns: 300 },
    );
  });

  it("says its types in lower case, and its cap", () => {
    for (const type of webhook.contentTypes) {
      expect(type).toBe(type.toLowerCase());
      expect(refusalByHeaders(source(webhook), { "content-type": `${type}; charset=utf-8` })).toBeNull();
    }
    const length = (bytes: number) => refusalByHeaders(source(webhook), { "content-length": String(bytes) })?.status;
    expect([length(webhook.maxBytes), length(webhook.maxBytes + 1)]).toEqual([undefined, 413]);
  });
});
