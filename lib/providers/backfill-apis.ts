import type { BackfillApi } from "./backfill";
import { opsgenieApi } from "./opsgenie/backfill";
import { pagerdutyApi } from "./pagerduty/backfill";

const APIS: readonly BackfillApi[] = [pagerdutyApi, opsgenieApi];

/** The API of a provider, or null where there is none that we read. */
export function backfillApiOf(provider: string): BackfillApi | null {
  return APIS.find((api) => api.provider === provider) ?? null;
}
