import type { Page } from "@/lib/model/page";
import type { SignatureKind } from "@/lib/model/signature-edit";
import { hashText } from "./hash-text";
import { maskTitle } from "./mask-title";
import { SIGNATURE_VERSION, type SignatureVersion } from "./signature-version";
import { OWN_SEVERITY, STABLE_DEDUP } from "./stable-keys";

/** Identity of "the same alert again". */
export type SignatureIdentity = {
  /** `v<recipe>:` and 24 hex digits. */
  signature: string;
  kind: SignatureKind;
  /** Id of the rule, key of the problem or masked title. */
  key: string;
  provider: string;
  service: string | null;
  environment: string | null;
  /** Lower case; null where the source's rule gives none. */
  severity: string | null;
  /** What a split by hand left in it. */
  part: string | null;
};

/** The fields of a page that its signature is made of. */
export type KeyedPage = Pick<Page, "provider" | "facts" | "openingTitle" | "openingPriority">;

/**
 * The signature of a page, a pure function of its own fields. The rule where the source names it, else a key of the problem
 * that is known to be stable, else the title that the page opened with. A new recipe is the next version; pages that are
 * stored keep theirs.
 */
export function signatureOf(page: KeyedPage, version: SignatureVersion = SIGNATURE_VERSION): SignatureIdentity {
  const { provider, facts } = page;
  const service = facts.service ?? null;
  const environment = facts.environment ?? null;
  const { kind, key } = keyOf(page, version);
  const severity = version === 1 ? null : severityOf(page);
  const made = [provider, service, environment, kind, key, ...(version === 1 ? [] : [severity])];
  const signature = `v${version}:${hashText(JSON.stringify(made))}`;
  return { signature, kind, key, provider, service, environment, severity, part: null };
}

/** The title that a page opened with: one edited later must not move it. */
export function titleOf({ openingTitle, facts }: KeyedPage): string {
  return openingTitle ?? facts.title ?? "";
}

function keyOf(page: KeyedPage, version: SignatureVersion): Pick<SignatureIdentity, "kind" | "key"> {
  const { provider, facts } = page;
  if (facts.rule) return { kind: "rule", key: facts.rule };
  if (version > 1 && facts.dedup && STABLE_DEDUP.has(provider)) return { kind: "dedup", key: facts.dedup };
  return { kind: "title", key: maskTitle(titleOf(page), version) };
}

function severityOf({ provider, facts, openingPriority }: KeyedPage): string | null {
  if (!OWN_SEVERITY.has(provider)) return null;
  return (openingPriority ?? facts.priority)?.trim().toLowerCase() || null;
}
