import { CHANGE_KINDS, type Change, type ChangeKind } from "@/lib/model/change";
import { rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { stableHash } from "@/lib/providers/stable-hash";
import { ChangeTimes, toldChange } from "@/lib/providers/told-change";
import { linkOf, textOf } from "@/lib/providers/wire";

/** Columns and members, as they are documented; `startsAt` and `Starts at` are read as well. */
const FIELDS = [
  "id",
  "kind",
  "starts_at",
  "ends_at",
  "service",
  "team",
  "environment",
  "rule",
  "title",
  "url",
  "by",
  "rollback",
  "updated_at",
  "cancelled",
] as const;
export type ChangeField = (typeof FIELDS)[number];

/** As our own model names them, and the other spelling of one word. */
const ALSO: Readonly<Record<string, ChangeField>> = {
  changekey: "id",
  isrollback: "rollback",
  canceled: "cancelled",
};
const BY_NAME = new Map<string, ChangeField>([
  ...FIELDS.map((field) => [bare(field), field] as const),
  ...Object.entries(ALSO),
]);

/** What one column or member holds; undefined where there is none. */
export type ToldChange = (field: ChangeField) => unknown;

export function changeFieldOf(name: string): ChangeField | null {
  return BY_NAME.get(bare(name)) ?? null;
}

function bare(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, "");
}

export function changeKindOf(value: unknown): ChangeKind | null {
  const text = textOf(value)?.toLowerCase();
  return CHANGE_KINDS.find((kind) => kind === text) ?? null;
}

/** One change in our own words. */
export function readChange(told: ToldChange, context: ReadContext): Outcome {
  const times = new ChangeTimes(context);
  const toldAt = times.time(told("updated_at"), "updated_at");
  const id = textOf(told("id"));
  if (yesOrNo(told("cancelled"), "cancelled", times.issues)) {
    if (id === undefined) return rejected("cancelled, but id is missing: it says which change was called off");
    return toldChange({ key: id, toldAt, changes: [] }, times.issues);
  }
  const kind = changeKindOf(told("kind"));
  if (kind === null) return rejected(wrongKind(told("kind")));
  const title = textOf(told("title"));
  if (title === undefined) return rejected("title is missing");
  const start = times.start(told("starts_at"), "starts_at");
  if ("wrong" in start) return rejected(start.wrong);
  const end = times.end(told("ends_at"), "ends_at", start.at);
  if ("wrong" in end) return rejected(end.wrong);
  const said: Omit<Change, "changeKey"> = {
    kind,
    startsAt: start.at,
    endsAt: end.at,
    service: textOf(told("service")) ?? null,
    team: textOf(told("team")) ?? null,
    environment: textOf(told("environment")) ?? null,
    rule: ruleOf(kind, told("rule"), times.issues),
    title,
    url: urlOf(told("url"), times.issues),
    by: textOf(told("by")) ?? null,
    isRollback: yesOrNo(told("rollback"), "rollback", times.issues),
  };
  // Without an id of the feed what the record says is its identity: told again it is the same change.
  const key = id ?? `hash:${stableHash(JSON.stringify(said))}`;
  return toldChange({ key, toldAt, changes: [{ changeKey: key, ...said }] }, times.issues);
}

function wrongKind(value: unknown): string {
  const kinds = CHANGE_KINDS.join(", ");
  const text = textOf(value);
  return text === undefined
    ? `kind is missing: it is one of ${kinds}`
    : `kind ${JSON.stringify(text.slice(0, 40))} is none of ${kinds}`;
}

function ruleOf(kind: ChangeKind, value: unknown, issues: string[]): string | null {
  const rule = textOf(value);
  if (rule === undefined) return null;
  if (kind === "rule-edit") return rule;
  issues.push("rule: belongs to the kind rule-edit only");
  return null;
}

function urlOf(value: unknown, issues: string[]): string | null {
  if (textOf(value) === undefined) return null;
  const url = linkOf(value);
  if (url === undefined) issues.push("url: is no http address");
  return url ?? null;
}

function yesOrNo(value: unknown, name: string, issues: string[]): boolean {
  if (typeof value === "boolean") return value;
  const text = textOf(value)?.toLowerCase();
  if (text === undefined || ["false", "no", "0"].includes(text)) return false;
  if (["true", "yes", "1"].includes(text)) return true;
  issues.push(`${name}: ${JSON.stringify(text.slice(0, 40))} is neither true nor false`);
  return false;
}
