import type { Option } from "@/components/ui/option-list";

/** Every zone that the browser knows, UTC first. */
export function zoneOptions(): Option[] {
  const zones = Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC");
  return ["UTC", ...zones].map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}
