import { proofsOf } from "@/db/commands/create-source";
import type { ProviderView } from "@/lib/contract/source";
import { backfillApiOf } from "@/lib/providers/backfill-apis";
import { providers } from "@/lib/providers/index";

/** Every provider with what it can do, in the order of their names; "Another tool" stands last. */
export function providerList(): ProviderView[] {
  const known = providers.slice(0, -1).map(viewOf);
  return [...known.sort((a, b) => a.label.localeCompare(b.label)), ...providers.slice(-1).map(viewOf)];
}

function viewOf({ id, label, formats, webhook }: (typeof providers)[number]): ProviderView {
  return {
    id,
    label,
    files: formats.flatMap((format) => ("isGuest" in format && format.isGuest ? [] : [format.label])),
    hasApi: backfillApiOf(id) !== null,
    webhook: webhook ? { signature: webhook.signature, proofs: proofsOf(webhook), setUp: [...webhook.setUp] } : null,
  };
}
