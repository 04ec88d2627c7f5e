import type { Instant } from "@/lib/model/instant";
import type { Person } from "./company";
import type { PlayedPage } from "./play";

/** The 23 columns of the report that PagerDuty gave until December 2023, in their order. */
export const LEGACY_COLUMNS = [
  "id",
  "incident_number",
  "description",
  "service_id",
  "service_name",
  "escalation_policy_id",
  "escalation_policy_name",
  "created_on",
  "resolved_on",
  "seconds_to_first_ack",
  "seconds_to_resolve",
  "auto_resolved",
  "escalation_count",
  "auto_escalation_count",
  "acknowledge_count",
  "assignment_count",
  "acknowledged_by_user_ids",
  "acknowledged_by_user_names",
  "assigned_to_user_ids",
  "assigned_to_user_names",
  "resolved_by_user_id",
  "resolved_by_user_name",
  "urgency",
] as const;

/** One incident as a row of the legacy report, without the line end. */
export function legacyRow(page: PlayedPage, number: number): string {
  const { plan, id, entries } = page;
  const { service } = plan;
  const acks = entries.filter((entry) => entry.kind === "acknowledge");
  const escalations = entries.filter((entry) => entry.kind === "escalate");
  const assigned = entries.flatMap((entry) =>
    entry.kind === "assign" || entry.kind === "escalate" || entry.kind === "delegate" ? [entry.to] : [],
  );
  const resolve = entries.find((entry) => entry.kind === "resolve");
  const resolver = resolve?.agent != null && "email" in resolve.agent ? resolve.agent : null;
  const ackers = distinct(acks.map(({ agent }) => agent));
  const assignees = distinct(assigned);
  const cells: (string | number | null)[] = [
    id,
    number,
    plan.title,
    service.id,
    service.name,
    service.team.policy.id,
    service.team.policy.name,
    time(plan.openedAt),
    resolve === undefined ? null : time(resolve.at),
    secondsUntil(plan.openedAt, acks[0]?.at),
    secondsUntil(plan.openedAt, resolve?.at),
    resolve?.agent != null && resolver === null ? 1 : 0,
    escalations.length,
    escalations.filter(({ agent }) => !("email" in agent)).length,
    acks.length,
    assigned.length,
    ackers.map((person) => person.id).join(","),
    ackers.map(({ name }) => name).join(","),
    assignees.map((person) => person.id).join(","),
    assignees.map(({ name }) => name).join(","),
    resolver?.id ?? null,
    resolver?.name ?? null,
    plan.urgency,
  ];
  return cells.map(quote).join(",");
}

function distinct(people: readonly Person[]): Person[] {
  return [...new Set(people)];
}

function secondsUntil(from: Instant, to: Instant | undefined): number | null {
  return to === undefined ? null : (to - from) / 1000;
}

function time(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}+00:00`;
}

/** CSV as RFC 4180 has it. */
export function quote(cell: string | number | null): string {
  const text = cell === null ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
