import type { Ctx } from "@/db/ctx";
import { AppError } from "@/lib/errors";
import type { DecisionKind, Effect } from "@/lib/model/decision";
import type { Scope } from "@/lib/model/scope";
import type { SignatureKind } from "@/lib/model/signature-edit";
import type { Treatment } from "@/lib/model/treatment";
import type { Order } from "@/lib/silence/appliers/applier";
import { type LabelMatcher, matchesLabels } from "@/lib/silence/label-matcher";
import { labelMatchersOf, type MatchersFound } from "@/lib/silence/label-matchers-of";
import { compileScope } from "@/lib/silence/scope";
import { type AlertLabels, alertLabels } from "./alert-labels";
import { namesInSight } from "./named/names-in-sight";

type DecisionRow = {
  id: string;
  signatureId: string;
  kind: DecisionKind;
  scope: Scope;
  treatment: Treatment | null;
  reason: string;
  ownerPersonId: string | null;
  expiresAt: Date | null;
  endedAt: Date | null;
  forecast: Effect | null;
  service: string | null;
  severity: string | null;
  signatureKind: SignatureKind;
  key: string;
};

/** A decision with everything that the appliers go by. `order` null: there is nothing to carry out. */
export type Ordered = { decision: DecisionRow; order: Order | null; labels: AlertLabels; found: MatchersFound };

async function decisionRow({ sql, workspaceId }: Pick<Ctx, "sql" | "workspaceId">, id: string): Promise<DecisionRow> {
  const [row] = await sql<DecisionRow[]>`
    select d.id, d.signature_id as "signatureId", d.kind, d.scope, d.treatment, d.reason,
      d.owner_person_id as "ownerPersonId", d.expires_at as "expiresAt", d.ended_at as "endedAt", d.forecast,
      s.service, s.severity, s.kind as "signatureKind", s.key
    from decisions d join signatures s on s.workspace_id = d.workspace_id and s.id = d.signature_id
    where d.workspace_id = ${workspaceId} and d.id = ${id}`;
  if (!row) throw new AppError("not-found", "There is no such decision.");
  return row;
}

/** `typed`: the matchers that somebody typed, instead of those found. They may not catch what was not decided about. */
export async function orderOf(
  ctx: Ctx,
  decisionId: string,
  { origin, typed }: { origin: string | null; typed: readonly LabelMatcher[] | null },
): Promise<Ordered> {
  const decision = await decisionRow(ctx, decisionId);
  const [labels, titles, owner] = await Promise.all([
    alertLabels(ctx, decision.scope, decision.signatureId),
    titlesOf(ctx, decision),
    ownerOf(ctx, decision.ownerPersonId),
  ]);
  const outside = labels.outside.map((one) => one.labels);
  const found = labelMatchersOf(decision.scope, { inside: labels.inside.map((one) => one.labels), outside });
  if (typed) refuseWider(typed, labels);
  const matchers = typed ?? ("matchers" in found ? found.matchers : null);
  const isOneAlert = decision.scope.length === 1 && decision.scope[0]?.field === "signature";
  const order = decision.treatment && {
    decisionId,
    kind: decision.kind,
    treatment: decision.treatment,
    reason: decision.reason,
    owner,
    link: origin === null ? null : `${origin}/signatures/${decision.signatureId}`,
    // Whole seconds: what is shown is what is sent.
    now: Math.floor(ctx.now / 1_000) * 1_000,
    expiresAt: decision.expiresAt?.getTime() ?? null,
    service: decision.service,
    matchers,
    ...titles,
    template: isOneAlert && decision.signatureKind === "title" ? decision.key : null,
    others: outside,
    known: labels.inside.length + outside.length,
  };
  return { decision, order, labels, found };
}

function refuseWider(typed: readonly LabelMatcher[], { outside }: AlertLabels): void {
  const caught = outside.filter(({ labels }) => matchesLabels(typed, labels));
  const [first] = caught;
  if (!first) return;
  const names = [...new Set(caught.map(({ title, labels }) => title ?? labels.alertname ?? "an alert without a name"))];
  throw new AppError(
    "invalid",
    `These matchers would also catch ${caught.length} recent ${caught.length === 1 ? "alert" : "alerts"} that the decision is not about: ${names.slice(0, 5).join(", ")}${names.length > 5 ? ", …" : ""}. Add a matcher, or decide about more.`,
  );
}

const MOST_TITLES = 200;
const MOST_OTHERS = 2_000;

/** Titles of recent pages of the scope, and of other alerts on the same service. */
async function titlesOf(
  { sql, workspaceId }: Ctx,
  { scope, service, signatureId }: DecisionRow,
): Promise<{ titles: string[]; otherTitles: string[] }> {
  const holds = compileScope(scope);
  const rows = await sql<
    (Record<"service" | "team" | "title" | "urgency" | "priority" | "environment" | "severity", string | null> & {
      signature: string;
    })[]
  >`
    select distinct p.title, p.service, p.team, p.urgency, p.priority, s.environment, s.severity, p.signature_id as signature
    from pages p join signatures s on s.workspace_id = p.workspace_id and s.id = p.signature_id
    where p.workspace_id = ${workspaceId} and p.title is not null
      and (p.signature_id = ${signatureId} or p.service is not distinct from ${service})
      and p.triggered_at > (select max(triggered_at) - interval '90 days' from pages where workspace_id = ${workspaceId})
    limit ${MOST_TITLES + MOST_OTHERS}`;
  const of = (wanted: boolean) =>
    [...new Set(rows.filter((row) => holds(row) === wanted).flatMap(({ title }) => title ?? []))].sort();
  return { titles: of(true), otherTitles: of(false) };
}

/** By name where the viewer may see it: what they send elsewhere, they must know. */
async function ownerOf(ctx: Ctx, personId: string | null): Promise<string | null> {
  if (personId === null) return null;
  return (await namesInSight(ctx)).nameOf(personId) ?? "named in Squelch";
}
