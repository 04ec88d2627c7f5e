import { queryOptions } from "@tanstack/react-query";
import type { NoiseSettings } from "@/lib/contract/noise-settings";
import { fetchJson } from "./fetch-json";

export const noiseSettingsQuery = queryOptions({
  queryKey: ["noise-settings"],
  queryFn: ({ signal }) => fetchJson<NoiseSettings>("/api/settings/noise", { signal }),
});

/** Other thresholds are other verdicts. */
export const TOUCHED_BY_THRESHOLDS = ["noise-settings", "overview", "noise", "signature", "pages", "page"];
