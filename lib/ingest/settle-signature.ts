import type { SplitRule } from "@/lib/model/signature-edit";
import { hashText } from "./hash-text";
import { bareTitle, templateOf } from "./mask-title";
import { type KeyedPage, type SignatureIdentity, signatureOf, titleOf } from "./signature-of";
import { SIGNATURE_VERSIONS, signatureVersionOf } from "./signature-version";

/** What people have said of one signature: splits in the order of giving, then the merge. */
export type SignatureEdits = { splits: readonly SplitRule[]; into: SignatureIdentity | null };

/** By signature; those in force. */
export type EditsBySignature = ReadonlyMap<string, SignatureEdits>;

/** The signature in force of a page, and those it came by, its own first. */
export type Settled = { identity: SignatureIdentity; via: readonly SignatureIdentity[] };

/**
 * Follows the merges and splits of people from a page's own signature. A pure function of the page's fields and the edits
 * in force: folding the page again gives the same. The first split that has a value for the page decides.
 */
export function settleSignature(page: KeyedPage, own: SignatureIdentity, edits: EditsBySignature): Settled {
  const via: SignatureIdentity[] = [];
  const passed = new Set<string>();
  let identity = own;
  // What was taken out and merged back would go round for ever: it stays where it comes back to.
  while (!passed.has(identity.signature)) {
    passed.add(identity.signature);
    const next = stepOf(page, identity, edits.get(identity.signature));
    if (next === null || passed.has(next.signature)) break;
    via.push(identity);
    identity = next;
  }
  return { identity, via };
}

function stepOf(
  page: KeyedPage,
  identity: SignatureIdentity,
  edits: SignatureEdits | undefined,
): SignatureIdentity | null {
  if (!edits) return null;
  for (const rule of edits.splits) {
    const part = partOf(page, identity, rule);
    if (part) return part;
  }
  return edits.into;
}

/** The signature that a split makes of this page; null where the page has no value for it. */
function partOf(page: KeyedPage, from: SignatureIdentity, rule: SplitRule): SignatureIdentity | null {
  if (rule.by === "version") {
    const version = SIGNATURE_VERSIONS.find((one) => one === rule.version);
    return version === undefined ? null : signatureOf(page, version);
  }
  const value = splitValueOf(page, from, rule);
  if (value === null) return null;
  const version = signatureVersionOf(from.signature);
  const made = [from.signature, rule.by, ruleKey(rule), value.toLowerCase()];
  const signature = `v${version}:${hashText(JSON.stringify(made))}`;
  if (rule.by === "slot") return { ...from, signature, key: filled(from.key, rule.slot, value.toLowerCase()) };
  const said = rule.by === "word" ? `with “${value}”` : `${rule.field} ${value}`;
  return { ...from, signature, part: from.part === null ? said : `${from.part}, ${said}` };
}

type ByValue = Exclude<SplitRule, { by: "version" }>;

/** What tells this page apart by the rule; null = nothing, and the page stays where it is. */
export function splitValueOf(page: KeyedPage, from: SignatureIdentity, rule: ByValue): string | null {
  const version = signatureVersionOf(from.signature);
  switch (rule.by) {
    case "slot": {
      const { template, slots } = templateOf(titleOf(page), version);
      // A page that was merged in may have another title; its slots are others.
      return from.kind === "title" && template === from.key ? (slots[rule.slot]?.value ?? null) : null;
    }
    case "word":
      return hasWord(bareTitle(titleOf(page), version), rule.word) ? rule.word.toLowerCase() : null;
    case "field":
      return (rule.field === "priority" ? page.openingPriority : undefined) ?? page.facts[rule.field] ?? null;
  }
}

const ruleKey = (rule: ByValue) =>
  rule.by === "slot" ? rule.slot : rule.by === "word" ? rule.word.toLowerCase() : rule.field;

/** Upper or lower case, as a word of its own. */
export function hasWord(title: string, word: string): boolean {
  const text = title.toLowerCase();
  const sought = word.toLowerCase();
  for (let at = text.indexOf(sought); at >= 0 && sought !== ""; at = text.indexOf(sought, at + 1)) {
    const before = text[at - 1] ?? " ";
    const after = text[at + sought.length] ?? " ";
    if (!/[\p{L}\p{N}_]/u.test(before) && !/[\p{L}\p{N}_]/u.test(after)) return true;
  }
  return false;
}

/** The template with the value in place of one of its masks. */
function filled(template: string, slot: number, value: string): string {
  let index = -1;
  return template.replace(/<(?:url|uuid|ip|time|pod|hex|pct|qty|n)>/g, (mask) => {
    index += 1;
    return index === slot ? value : mask;
  });
}
