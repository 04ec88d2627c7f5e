import { expect, it } from "vitest";
import type { PageFacts } from "@/lib/model/page-event";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { sceneOf } from "@/lib/noise/history";
import { historyOf, pageOf } from "@/lib/noise/test-pages";
import { test } from "./test";

it.each<[PageFacts, string | null]>([
  [{ environment: "staging" }, "environment"],
  [{ environment: "QA-2" }, "environment"],
  [{ environment: "non-prod" }, "environment"],
  [{ environment: "production" }, null],
  [{ environment: "eu-west-1" }, null],
  [{ service: "checkout-staging" }, "service"],
  [{ service: "checkout (dev)" }, "service"],
  [{ service: "canary-checkout" }, "service"],
  [{ service: "staging" }, "service"],
  [{ service: "checkout" }, null],
  [{ service: "device-registry" }, null],
  [{ service: "dev-portal" }, null],
  [{ service: "latest" }, null],
  [{ service: "load-test", environment: "prod" }, null],
  [{ service: "prod-staging" }, null],
  [{ dedup: "test-123" }, "key"],
  [{ rule: "canary" }, "key"],
  [{ dedup: "testament" }, null],
  [{ dedup: "test-123", environment: "production" }, null],
  [{ title: "Fire drill: database down" }, "title"],
  [{ title: "Smoke test failed", environment: "production" }, "title"],
  [{ title: "Latest release failed" }, null],
])("%o: %s", (facts, sign) => {
  const [finding] = test.detect(sceneOf(historyOf([pageOf({ facts })]), DEFAULT_SETTINGS));
  expect(finding?.facts.sign ?? null).toBe(sign);
});
