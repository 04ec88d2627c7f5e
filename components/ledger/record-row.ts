import type { Route } from "next";
import { deliveryHref, importHref } from "@/components/format/ledger-href";
import type { DeliveryRow } from "@/lib/contract/ledger";

/** A delivery opens as it came; a file, and a record of one, opens at its import. */
export function rowHref({ kind, id }: Pick<DeliveryRow, "kind" | "id">): Route {
  return kind === "import" || kind === "record" ? importHref(id) : deliveryHref(id);
}

const KINDS: Record<DeliveryRow["via"], string> = {
  webhook: "Webhook delivery",
  spool: "Webhook delivery, kept in the spool first",
  backfill: "Answer of the provider's API",
  file: "File",
};

/** What came, in a few words. */
export function rowTitle({ kind, via, fileName, place }: DeliveryRow): string {
  if (kind === "record") return `${fileName ?? "File"}, ${place ?? "place not known"}`;
  if (kind === "import") return fileName ?? "File";
  return kind === "repeat" ? `${KINDS[via]}, once more` : KINDS[via];
}
