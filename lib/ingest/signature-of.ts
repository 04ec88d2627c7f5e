import type { Page } from "@/lib/model/page";
import { hashText } from "./hash-text";
import { maskTitle } from "./mask-title";

/** Identity of "the same alert again". */
export type SignatureIdentity = {
  /** `v1:` and 24 hex digits. */
  signature: string;
  kind: "rule" | "title";
  /** Id of the rule, or the masked title. */
  key: string;
  provider: string;
  service: string | null;
  environment: string | null;
};

/**
 * The signature of a page, a pure function of its own fields. The rule where the source names it, else the title that the
 * page opened with. A new recipe is `v2:`; pages that are stored keep theirs.
 */
export function signatureOf({
  provider,
  facts,
  openingTitle,
}: Pick<Page, "provider" | "facts" | "openingTitle">): SignatureIdentity {
  const kind = facts.rule ? "rule" : "title";
  const key = facts.rule || maskTitle(openingTitle ?? facts.title ?? "");
  const service = facts.service ?? null;
  const environment = facts.environment ?? null;
  const signature = `v1:${hashText(JSON.stringify([provider, service, environment, kind, key]))}`;
  return { signature, kind, key, provider, service, environment };
}
