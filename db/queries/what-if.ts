import type { Ctx } from "@/db/ctx";
import type { Changed, SurvivalView, WhatIf, WhatIfBody, WhatIfStop } from "@/lib/contract/what-if";
import { AppError } from "@/lib/errors";
import type { Scope } from "@/lib/model/scope";
import type { Verdict } from "@/lib/model/verdict";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { DAY_MS } from "@/lib/time/boundaries";
import { fitAndShow } from "@/lib/what-if/fit-and-show";
import { type ChangedOpening, type Simulation, type Span, simulate } from "@/lib/what-if/simulate";
import { stopsOf } from "@/lib/what-if/stops";
import { MIN_OPENINGS, suggest } from "@/lib/what-if/suggest";
import { survivalOf, thinned } from "@/lib/what-if/survival";
import { movedSignature } from "./moved-signature";
import { type NamesInSight, namesInSight } from "./named/names-in-sight";
import { viewNamed } from "./named/view-named";
import { whatIfClocks } from "./what-if-clocks";
import { type WhatIfHistory, whatIfHistory } from "./what-if-history";

/** Older pages say little of how an alert behaves today. */
export const HISTORY_DAYS = 90;
/** Pages of a list that are told; its n is whole. */
const LISTED = 100;
/** Fewer people than this are never told apart. */
const LEAST = 5;

/** Every setting of one kind of treatment on the history of an alert, with the one to suggest. */
export async function whatIf(ctx: Ctx, { signatureId, kind, until, treatment }: WhatIfBody): Promise<WhatIf> {
  if (treatment && treatment.kind !== kind) throw new AppError("invalid", `The treatment is no ${kind}.`);
  const id = (await movedSignature(ctx, signatureId)) ?? signatureId;
  const to = until === undefined ? ctx.now : Math.min(ctx.now, Date.parse(until));
  const history = await whatIfHistory(ctx, scopeOfAlert(id), { from: to - HISTORY_DAYS * DAY_MS, to });
  const [clocks, names] = await Promise.all([whatIfClocks(ctx, history), namesInSight(ctx)]);
  const { fit, shown } = fitAndShow(history);
  const suggestion = suggest(history, { clocks, zone: ctx.zone, settings: ctx.settings });
  const enough = [fit, shown].every((span) => openingsIn(history, span) >= MIN_OPENINGS);
  const settings = treatment
    ? [treatment]
    : stopsOf(kind, history.openings, { zone: ctx.zone, hours: ctx.settings.hours });
  const book = pageBook(history);
  const told = toldPeople(history, names);
  const over = enough ? shown : { from: history.from, to: history.to };
  const found = settings.map((setting) => ({ setting, simulation: simulate(history, setting, over, clocks) }));
  const answer: WhatIf = {
    signatureId: id,
    kind,
    zone: ctx.zone,
    history: { from: history.from, to: history.to, openings: history.openings.length, tests: history.tests },
    fit: { ...fit, openings: openingsIn(history, fit) },
    shown: { ...shown, openings: openingsIn(history, shown) },
    enough,
    endedByPerson: found[0]?.simulation.endedByPerson ?? 0,
    censored: found[0]?.simulation.censored ?? 0,
    stops: found.map(({ setting, simulation }) => ({
      treatment: setting,
      ...stopOf(simulation, book.placeOf),
      people: told.savingsOf(simulation),
    })),
    pages: book.pages,
    survival: survivalsOf(history),
    suggestion: {
      kind: suggestion.kind,
      treatment: suggestion.treatment,
      because: suggestion.because,
      effect: suggestion.effect,
      expected: suggestion.expected,
    },
    people: told.counts,
    classifierVersion: CLASSIFIER_VERSION,
  };
  return viewNamed(ctx, { screen: "what-if", alert: id }, names.seen, () => Promise.resolve(answer));
}

/** An alert is its signature. */
function scopeOfAlert(id: string): Scope {
  return [{ field: "signature", operator: "=", value: id }];
}

function openingsIn({ openings }: WhatIfHistory, { from, to }: Span): number {
  return openings.filter(({ openedAt }) => openedAt >= from && openedAt < to).length;
}

type PlaceOf = (changed: ChangedOpening) => number;

/** Pages that lists name, each told once however many settings list it. */
function pageBook({ titles }: WhatIfHistory) {
  const pages: WhatIf["pages"] = [];
  const places = new Map<string, number>();
  const placeOf: PlaceOf = ({ opening: { pageKey: id, verdict, reason, topPriority } }) => {
    const known = places.get(id);
    if (known !== undefined) return known;
    places.set(id, pages.length);
    pages.push({ id, title: titles.get(id) ?? null, verdict, reason, topPriority });
    return pages.length - 1;
  };
  return { pages, placeOf };
}

function stopOf(
  { effect, lost, joined, late, unclear, delays }: Simulation,
  placeOf: PlaceOf,
): Omit<WhatIfStop, "treatment" | "people"> {
  const changed = (list: readonly ChangedOpening[]): Changed => ({
    n: list.length,
    listed: list
      .slice(0, LISTED)
      .map((each) => ({ page: placeOf(each), openedAt: each.opening.openedAt, delayMs: each.delayMs })),
  });
  return {
    effect,
    lost: changed(lost),
    joined: changed(joined),
    late: changed(late),
    unclear: changed(unclear),
    delays,
  };
}

/**
 * Whose savings are told by name. The sum over all of them is shown too: where fewer than five would be left unnamed, the
 * difference would tell of them, and nobody is named.
 */
function toldPeople({ openings }: WhatIfHistory, { sight, nameOf }: NamesInSight) {
  const rang = new Set(openings.flatMap(({ notifications }) => notifications.map(({ person }) => person)));
  const unnamed = [...rang].filter((id) => !sight.named.has(id)).length;
  const hidden = unnamed > 0 && unnamed < LEAST;
  const savingsOf = ({ people }: Simulation): WhatIfStop["people"] =>
    hidden
      ? []
      : people.flatMap(({ person, ...saving }) => {
          const name = sight.named.has(person) ? nameOf(person) : null;
          return name === null ? [] : [{ personId: person, name, ...saving }];
        });
  return { counts: { n: rang.size, unnamed, hidden }, savingsOf };
}

function survivalsOf({ openings, to }: WhatIfHistory): WhatIf["survival"] {
  const of = (verdict: Verdict): SurvivalView => {
    const { points, ...counts } = survivalOf(
      openings.filter((opening) => opening.verdict === verdict),
      to,
    );
    return { ...counts, points: thinned(points) };
  };
  return { actionable: of("actionable"), noise: of("noise"), unclear: of("unclear") };
}
