import type { Ctx } from "@/db/ctx";
import { idFrom } from "@/db/queries/pages";
import { rangeOf, scopeOf } from "@/db/queries/period";
import type { LeadersFilter } from "@/lib/contract/filter";
import type { Leaders } from "@/lib/contract/leaders";
import { AppError } from "@/lib/errors";
import { assembleLeaders } from "@/lib/report/assemble-leaders";
import { localDatesOf } from "@/lib/time/range";
import { leaderFacts } from "./leader-facts";
import { sightOf } from "./sight-of";
import { type Purpose, viewNamed } from "./view-named";

/** Leaders beside the people they lead, and the organisations under them. Counted in whole days. */
export async function leaders(ctx: Ctx, filter: LeadersFilter, purpose?: Purpose): Promise<Leaders> {
  const scope = scopeOf(ctx, filter);
  const range = rangeOf(scope);
  const dates = localDatesOf(scope.range, scope.zone);
  const asked = {
    leader: filter.leader === undefined ? null : idFrom(filter.leader, "leader"),
    beside: twoOf(filter.beside),
  };
  if (!dates) return { ...NOTHING, range, privacy: ctx.settings.privacy ?? "team" };
  const { from, to } = filter;
  const read = async () => {
    const [facts, sight] = await Promise.all([leaderFacts(ctx, dates), sightOf(ctx)]);
    return assembleLeaders(range, facts, asked, sight, ctx.settings.budgets);
  };
  return viewNamed(ctx, { screen: "leaders", from, to }, namedIn, read, purpose);
}

/** Whose load the answer names: leaders with their own pager, and who carried most under them. */
function namedIn({ rows, you, focus, beside }: Leaders): string[] {
  const all = [...rows, ...beside, ...[you, focus].flatMap((row) => row ?? [])];
  return all.flatMap(({ id, own, led }) => [
    ...(own ? [id] : []),
    ...Object.values(led?.worstWho ?? {}).flatMap((who) => who?.id ?? []),
  ]);
}

const NOTHING: Omit<Leaders, "range" | "privacy"> = {
  partDays: true,
  dates: null,
  carrying: { leaders: 0, counted: 0, carry: 0, notKnown: 0 },
  you: null,
  focus: null,
  path: [],
  rows: [],
  leftOut: 0,
  beside: [],
};

function twoOf(text: string | undefined): string[] {
  if (text === undefined) return [];
  const ids = text.split(",").map((id) => idFrom(id, "leader"));
  if (ids.length !== 2) throw new AppError("invalid", "Two leaders are set beside each other: beside=id,id.");
  return ids;
}
