import { expect, it } from "vitest";
import type { WebhookSource } from "@/db/queries/webhook-sources";
import type { KeyRing } from "@/db/secrets/key-ring";
import type { DoorDatabase } from "@/db/staging/door-database";
import { sourceCache } from "./source-cache";

function cacheOf() {
  const made = new Map<string, WebhookSource>();
  const asked = { times: 0 };
  const use = async () => {
    asked.times += 1;
    return { bySlug: new Map(made), durable: true };
  };
  const cache = sourceCache({ use } as unknown as DoorDatabase, null as unknown as KeyRing);
  return { cache, asked, make: (slug: string) => made.set(slug, { sourceId: slug } as unknown as WebhookSource) };
}

it("finds a source that was made a moment after the sources were read", async () => {
  const { cache, make } = cacheOf();
  expect(await cache.find("north")).toBe("unknown");
  make("north");
  expect(await cache.find("north")).toMatchObject({ source: { sourceId: "north" } });
});

it("asks the database once for all strangers that knock at the same time", async () => {
  const { cache, asked, make } = cacheOf();
  make("north");
  await cache.find("north");
  const found = await Promise.all(Array.from({ length: 50 }, (_, no) => cache.find(`stranger-${no}`)));
  expect(new Set(found)).toEqual(new Set(["unknown"]));
  expect(asked.times).toBe(2);
});
