import type { Ctx, WorkCtx } from "@/db/ctx";
import type { InferredView, PageRef, VoteView } from "@/lib/contract/page";
import type { SignatureDetail } from "@/lib/contract/signature";
import type { Judgement, Verdict, Vote } from "@/lib/model/verdict";
import { judgeSignature } from "@/lib/noise/judge";
import { whyOf } from "@/lib/noise/why-of";
import { withOwnKeys } from "@/lib/report/qualify-page";
import { type AlertRead, bulkClosedNear, type IdFor, idsFor, knownBeyond, readAlerts } from "./alert-histories";
import { pagesInScope } from "./in-scope";
import type { Scope } from "./period";

/*
 * Why a page has its verdict is not stored: its alert is judged again with what it was judged with, which gives the same
 * verdicts, and the words and numbers as they are now. While an alert waits to be judged they are ahead of its verdicts.
 */

type ExplainedAlert = {
  signatureId: string;
  /** By the id of a page; null where it is none of this alert. */
  explain: (pageId: string) => Judgement | null;
  idFor: IdFor;
};

/** Some alerts, each judged as it was the last time; one after another, so that one at a time is in memory. */
export async function explainedAlerts(
  ctx: WorkCtx,
  signatureIds: readonly string[],
): Promise<Iterable<ExplainedAlert>> {
  const { sql, workspaceId } = ctx;
  const beyond = await knownBeyond(sql, workspaceId, await bulkClosedNear(sql, workspaceId, signatureIds));
  const { alerts } = await readAlerts(sql, ctx, signatureIds, beyond);
  return explainedFrom(ctx, alerts);
}

function* explainedFrom({ workspaceId, settings }: WorkCtx, alerts: Iterable<AlertRead>): Generator<ExplainedAlert> {
  for (const { signatureId, history, ids, prior, priorBefore } of alerts) {
    const { inferred, explain } = judgeSignature(history, settings, priorBefore ?? prior);
    const idFor = idsFor(workspaceId, ids);
    const places = new Map(inferred.map(({ pageKey }, place) => [idFor(pageKey), place]));
    const explainPage = (pageId: string) => {
      const place = places.get(pageId);
      return place === undefined ? null : explain(place);
    };
    yield { signatureId, explain: explainPage, idFor };
  }
}

async function explainedAlert(ctx: WorkCtx, signatureId: string): Promise<ExplainedAlert | null> {
  const [alert = null] = await explainedAlerts(ctx, [signatureId]);
  return alert;
}

/** As screens show them; the name of the evidence stays here. */
function viewOf(vote: Vote): VoteView {
  return { family: vote.family, weight: vote.weight, why: whyOf(vote) };
}

/** Pages by their ids, in order of opening. */
async function refsOf({ sql, workspaceId }: Ctx, ids: readonly string[]): Promise<PageRef[]> {
  if (ids.length === 0) return [];
  const rows = await sql<{ id: string; title: string | null; at: Date }[]>`
    select id, title, triggered_at as at from pages
    where workspace_id = ${workspaceId} and id = any(${ids as string[]}::bigint[]) order by triggered_at, id`;
  return rows.map(({ id, title, at }) => ({ id, title, openedAt: at.toISOString() }));
}

const told = (text: string | null) => (text === null ? null : withOwnKeys(text));

/** The engine's word on a page that it has judged, and why. */
export async function inferredOf(ctx: Ctx, id: string): Promise<InferredView | null> {
  const { sql, workspaceId } = ctx;
  const [page] = await sql<{ alert: string }[]>`
    select signature_id as alert from pages where workspace_id = ${workspaceId} and id = ${id} and verdict is not null`;
  const alert = page ? await explainedAlert(ctx, page.alert) : null;
  const judged = alert?.explain(id);
  if (!alert || !judged) return null;
  const { verdict, probability, reason, sentence, decidedBy, votes, against, wouldChange, usedPages } = judged;
  return {
    ...{ verdict, probability, reason, decidedBy, classifierVersion: judged.classifierVersion },
    sentence: withOwnKeys(sentence),
    votes: votes.map(viewOf),
    against: against.map(viewOf),
    wouldChange: told(wouldChange),
    usedPages: await refsOf(ctx, usedPages.map(alert.idFor)),
  };
}

/** The engine's sentence on one page of each alert. `pages`: their ids by those of the alerts. */
export async function sentencesOf(ctx: Ctx, pages: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
  const sentences = new Map<string, string>();
  if (pages.size === 0) return sentences;
  for (const { signatureId, explain } of await explainedAlerts(ctx, [...pages.keys()])) {
    const judged = explain(pages.get(signatureId) ?? "");
    if (judged) sentences.set(signatureId, withOwnKeys(judged.sentence));
  }
  return sentences;
}

export type SignatureExplained = Pick<SignatureDetail, "against" | "latestJudged" | "wouldChange" | "usedPages">;

/** What the engine says against its own verdict on an alert, and of the latest page that has it what would change it. */
export async function signatureExplained(
  ctx: Ctx,
  scope: Scope & { signature: string },
  verdict: Verdict,
): Promise<SignatureExplained> {
  const [alert, pages] = await Promise.all([explainedAlert(ctx, scope.signature), judgedIn(ctx, scope)]);
  const judged = pages.flatMap(({ id }) => {
    const its = alert?.explain(id);
    return its?.verdict === verdict ? [{ id, ...its }] : [];
  });
  const [latest] = judged;
  if (!alert || !latest) return { against: [], latestJudged: null, wouldChange: null, usedPages: [] };
  const [[latestJudged = null], usedPages] = await Promise.all([
    refsOf(ctx, [latest.id]),
    refsOf(ctx, latest.usedPages.map(alert.idFor)),
  ]);
  return { against: countedAgainst(judged), latestJudged, wouldChange: told(latest.wouldChange), usedPages };
}

/** Pages in scope that the engine has judged, the latest first. */
async function judgedIn(ctx: Ctx, scope: Scope): Promise<{ id: string }[]> {
  return ctx.sql<{ id: string }[]>`
    select p.id from pages p where ${pagesInScope(ctx, scope)} and p.verdict is not null
    order by p.triggered_at desc, p.id desc`;
}

/** On how many pages each speaks against the verdict, in the words of the latest one. `judged`: the latest first. */
function countedAgainst(judged: readonly Judgement[]): SignatureDetail["against"] {
  const counted = new Map<string, SignatureDetail["against"][number]>();
  for (const { against } of judged) {
    for (const vote of against) {
      const known = counted.get(vote.sign);
      if (known) known.pages += 1;
      else counted.set(vote.sign, { ...viewOf(vote), pages: 1 });
    }
  }
  return [...counted.values()].sort(
    (a, b) => b.pages - a.pages || Math.abs(b.weight) - Math.abs(a.weight) || (a.why < b.why ? -1 : 1),
  );
}
