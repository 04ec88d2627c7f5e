import type { Instant } from "@/lib/model/instant";
import type { Person, Service, Team } from "./company";
import { type Entry, ESCALATION_DELAY_MINUTES, type PlayedPage } from "./play";
import { createRandom, type Random } from "./random";

const API = "https://api.pagerduty.com";
const WEB = "https://example.pagerduty.com";
const PRIORITIES = {
  P1: { order: 500_000_000, color: "a8171c" },
  P2: { order: 400_000_000, color: "eb6016" },
  P3: { order: 300_000_000, color: "f9b406" },
} as const;

/** One incident with its log entries, as `GET /incidents` and `GET /incidents/{id}/log_entries` give them. */
export function incidentJson(page: PlayedPage, number: number): Record<string, unknown> {
  const { plan, id, random } = page;
  const { service, title } = plan;
  const summary = `[#${number}] ${title}`;
  const incident = { ...reference("incident_reference", id, summary, "incidents"), html_url: `${WEB}/incidents/${id}` };
  // Some incidents were fetched with whole users, the long ones among them: that is where zones of people come from.
  const include = random.chance(0.08) || reachedThirdLine(page);
  const logEntries = page.entries.map((entry) => entryJson(entry, page, incident, include));
  const state = stateOf(page);
  const first = logEntries[0] as Record<string, unknown>;
  return {
    incident_number: number,
    title,
    description: title,
    created_at: time(plan.openedAt),
    updated_at: time(page.entries.at(-1)?.at ?? plan.openedAt),
    status: state.status,
    incident_key: plan.dedup,
    service: serviceReference(service),
    assignments: state.assignees.map(({ at, person }) => ({ at: time(at), assignee: user(person, include) })),
    assigned_via: "escalation_policy",
    last_status_change_at: time(state.changedAt),
    resolved_at: state.status === "resolved" ? time(state.changedAt) : null,
    first_trigger_log_entry: {
      ...pick(first, ["id", "summary", "self", "html_url"]),
      type: "trigger_log_entry_reference",
    },
    alert_counts: {
      all: 1,
      triggered: state.status === "resolved" ? 0 : 1,
      resolved: state.status === "resolved" ? 1 : 0,
    },
    is_mergeable: true,
    incident_type: { name: "incident_default" },
    escalation_policy: policyReference(service.team),
    teams: [reference("team_reference", service.team.id, service.team.name, "teams")],
    pending_actions: state.pending,
    acknowledgements: state.acknowledgers.map(({ at, person }) => ({
      at: time(at),
      acknowledger: user(person, false),
    })),
    basic_alert_grouping: null,
    alert_grouping: null,
    ...(state.changedBy === null ? {} : { last_status_change_by: agentReference(state.changedBy) }),
    ...(page.mergedInto === null || state.status !== "resolved"
      ? {}
      : { resolve_reason: mergeReason(page.mergedInto) }),
    ...(plan.priority === undefined ? {} : { priority: priorityJson(plan.priority) }),
    ...(page.responders.length === 0 ? {} : { incidents_responders: respondersJson(page, incident) }),
    urgency: plan.urgency,
    id,
    type: "incident",
    summary,
    self: incident.self,
    html_url: incident.html_url,
    log_entries: disorder(logEntries, random),
  };
}

function reachedThirdLine({ plan, entries }: PlayedPage): boolean {
  return entries.some((entry) => entry.kind === "escalate" && entry.to === plan.service.team.third);
}

/** A person as `GET /users` lists them. */
export function userJson(person: Person, teamId: string | null): Record<string, unknown> {
  return {
    name: person.name,
    email: person.email,
    time_zone: person.timeZone,
    color: "purple",
    billed: true,
    role: person.team === null ? "admin" : "user",
    description: null,
    invitation_sent: false,
    job_title: person.jobTitle,
    teams: teamId === null ? [] : [reference("team_reference", teamId, person.team ?? "", "teams")],
    locale: "en-US",
    id: person.id,
    type: "user",
    summary: person.name,
    self: `${API}/users/${person.id}`,
    html_url: `${WEB}/users/${person.id}`,
  };
}

type Dated = { at: Instant; person: Person };
type State = {
  status: "triggered" | "acknowledged" | "resolved";
  changedAt: Instant;
  changedBy: Person | Service | null;
  assignees: Dated[];
  acknowledgers: Dated[];
  pending: { type: string; at: string }[];
};

/** What the API shows at the end of the sample: people only while the incident is open. */
function stateOf({ plan, entries }: PlayedPage): State {
  const state: State = {
    status: "triggered",
    changedAt: plan.openedAt,
    changedBy: plan.service,
    assignees: [],
    acknowledgers: [],
    pending: [],
  };
  for (const entry of entries) change(state, entry);
  if (state.status === "triggered" && plan.urgency === "high") {
    const escalatesAt = (state.assignees[0]?.at ?? plan.openedAt) + ESCALATION_DELAY_MINUTES * 60_000;
    state.pending = [{ type: "escalate", at: time(escalatesAt) }];
  }
  return state;
}

function change(state: State, entry: Entry): void {
  if (entry.kind === "assign" || entry.kind === "escalate" || entry.kind === "delegate") {
    state.assignees = [{ at: entry.at, person: entry.to }];
    if (entry.kind === "assign" || state.status === "triggered") return;
    Object.assign(state, { status: "triggered", changedAt: entry.at, changedBy: entry.agent, acknowledgers: [] });
  } else if (entry.kind === "acknowledge") {
    const acknowledgers = [{ at: entry.at, person: entry.agent }];
    Object.assign(state, { status: "acknowledged", changedAt: entry.at, changedBy: entry.agent, acknowledgers });
  } else if (entry.kind === "resolve") {
    const gone = { assignees: [], acknowledgers: [] };
    Object.assign(state, { status: "resolved", changedAt: entry.at, changedBy: entry.agent, ...gone });
  }
}

function entryJson(entry: Entry, page: PlayedPage, incident: object, include: boolean): Record<string, unknown> {
  const id = `R${page.random.token(25)}`;
  const { type, summary, channel, rest } = details(entry, page, include);
  const agent = "agent" in entry && entry.agent !== null ? { agent: agentOf(entry.agent, include) } : {};
  const assigned = entry.kind === "assign" ? { agent: serviceReference(page.plan.service) } : {};
  return {
    id,
    type: `${type}_log_entry`,
    summary,
    self: `${API}/log_entries/${id}`,
    html_url: entry.kind === "trigger" ? `${WEB}/incidents/${page.id}/log_entries/${id}` : null,
    created_at: time(entry.at),
    ...agent,
    ...assigned,
    ...(channel === null ? {} : { channel }),
    incident,
    teams: [],
    ...rest,
  };
}

type Details = {
  type: string;
  summary: string;
  channel: Record<string, unknown> | null;
  rest: Record<string, unknown>;
};

function details(entry: Entry, { plan, random }: PlayedPage, include: boolean): Details {
  const byHand = () => ({ type: random.chance(0.5) ? "website" : "mobile" });
  switch (entry.kind) {
    case "trigger":
      return {
        type: "trigger",
        summary: plan.raisedByHand ? "Triggered through the website." : "Triggered through the API.",
        channel: plan.raisedByHand
          ? { type: "web_trigger", summary: plan.title, subject: plan.title }
          : { type: "api", summary: plan.title, incident_key: plan.dedup },
        rest: { event_details: { description: plan.title } },
      };
    case "assign":
      return {
        type: "assign",
        summary: `Assigned to ${entry.to.name}.`,
        channel: { type: "auto" },
        rest: { assignees: [user(entry.to, false)] },
      };
    case "notify":
      return {
        type: "notify",
        summary: `Notified ${entry.to.name} by ${entry.channel === "sms" ? "SMS" : entry.channel}.`,
        channel: { type: "auto", notification: notification(entry.channel, entry.to) },
        rest: { user: user(entry.to, include) },
      };
    case "acknowledge":
      return { type: "acknowledge", summary: `Acknowledged by ${entry.agent.name}.`, channel: byHand(), rest: {} };
    case "annotate":
      return {
        type: "annotate",
        summary: `Note added by ${entry.agent.name}.`,
        channel: { type: "note", summary: entry.note },
        rest: { note: entry.note, event_details: { description: entry.note } },
      };
    case "escalate":
      return escalation(entry, byHand);
    case "exhaust":
      return {
        type: "exhaust_escalation_path",
        summary: "Escalation path exhausted.",
        channel: { type: "timeout" },
        rest: {},
      };
    case "delegate":
      return {
        type: "delegate",
        summary: `Delegated to ${entry.to.name} by ${entry.agent.name}.`,
        channel: byHand(),
        rest: { assignees: [user(entry.to, false)] },
      };
    case "snooze":
      return {
        type: "snooze",
        summary: `Snoozed by ${entry.agent.name}.`,
        channel: byHand(),
        rest: { changed_actions: [{ type: "unacknowledge", at: time(entry.until) }] },
      };
    case "resolve":
      return resolution(entry, byHand);
  }
}

function escalation(entry: Entry & { kind: "escalate" }, byHand: () => { type: string }): Details {
  const hand = "email" in entry.agent;
  return {
    type: "escalate",
    summary: `Escalated to ${entry.to.name} ${hand ? `by ${entry.agent.name}` : "due to timeout"}.`,
    channel: hand ? byHand() : { type: "timeout" },
    rest: { assignees: [user(entry.to, false)] },
  };
}

function resolution(entry: Entry & { kind: "resolve" }, byHand: () => { type: string }): Details {
  const made = (summary: string, channel: Details["channel"]) => ({
    type: "resolve",
    summary,
    channel,
    rest: { event_details: {} },
  });
  if (entry.agent === null) return made("Resolved.", null);
  if ("email" in entry.agent) return made(`Resolved by ${entry.agent.name}.`, byHand());
  if (entry.end === "timeout") return made("Resolved due to timeout.", { type: "timeout" });
  return made("Resolved through the API.", { type: "api" });
}

function notification(channel: string, { email, id }: Person): Record<string, unknown> {
  // Fictional numbers; a push message has no address.
  const phone = `+1 555 01${String(createRandom(`phone/${id}`).integer(0, 99)).padStart(2, "0")}`;
  const address = channel === "email" ? email : channel === "push" ? null : phone;
  return { type: channel, address, status: "success" };
}

function respondersJson(page: PlayedPage, incident: object): Record<string, unknown>[] {
  return page.responders.map(({ at, requester, person }) => ({
    state: "joined",
    user: user(person, false),
    incident,
    updated_at: time(at + 60_000),
    message: `Please help with ${page.plan.title}`,
    requester: user(requester, false),
    requested_at: time(at),
  }));
}

/** Newest first, as the API lists them, or in no order at all, as dumps of several pages end up. */
function disorder<T>(list: readonly T[], random: Random): T[] {
  const result = list.toReversed();
  if (random.chance(0.7)) return result;
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = random.integer(0, i);
    const held = result[i] as T;
    result[i] = result[j] as T;
    result[j] = held;
  }
  return result;
}

function priorityJson(name: keyof typeof PRIORITIES): Record<string, unknown> {
  const id = `P${createRandom(`priority/${name}`).token(6)}`;
  return {
    ...reference("priority", id, name, "priorities"),
    html_url: null,
    ...PRIORITIES[name],
    description: "",
    name,
    schema_version: 0,
  };
}

function mergeReason(id: string): Record<string, unknown> {
  return {
    type: "merge_resolve_reason",
    incident: { ...reference("incident_reference", id, id, "incidents"), html_url: `${WEB}/incidents/${id}` },
  };
}

function agentOf(agent: Person | Service, include: boolean) {
  return "email" in agent && include ? user(agent, true) : agentReference(agent);
}

function agentReference(agent: Person | Service) {
  return "email" in agent ? user(agent, false) : serviceReference(agent);
}

function user(person: Person, whole: boolean): Record<string, unknown> {
  return whole ? userJson(person, null) : reference("user_reference", person.id, person.name, "users");
}

function serviceReference(service: Service) {
  const html_url = `${WEB}/service-directory/${service.id}`;
  return { ...reference("service_reference", service.id, service.name, "services"), html_url };
}

function policyReference(team: Team) {
  return reference("escalation_policy_reference", team.policy.id, team.policy.name, "escalation_policies");
}

function reference(type: string, id: string, summary: string, path: string) {
  return { id, type, summary, self: `${API}/${path}/${id}`, html_url: `${WEB}/${path}/${id}` };
}

function pick(from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, from[key]]));
}

function time(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
