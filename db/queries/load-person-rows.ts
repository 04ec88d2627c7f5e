import type { Ctx } from "@/db/ctx";
import type { PersonLoad } from "@/lib/contract/load";
import { groupBy } from "@/lib/model/group-by";
import type { Budgets } from "@/lib/model/settings";
import { onCallOf, personLoad } from "@/lib/report/assemble-load";
import { type OnCallFacts, sumTallies } from "@/lib/report/load-facts";
import type { Crowd } from "./load-crowd";
import { loadDaysIn } from "./load-dates";
import { namesOf, type TeamName } from "./load-people";
import type { LoadScope } from "./load-scope";

/** Rows of those whom the viewer sees by name, and how many of them have nothing to show. */
export async function personRows(
  ctx: Ctx,
  scope: LoadScope,
  crowd: Crowd,
  { teams, budgets, hours }: { teams: readonly TeamName[]; budgets: Budgets; hours: readonly OnCallFacts[] },
): Promise<{ people: PersonLoad[]; quiet: number }> {
  const names = await namesOf(ctx, crowd.named);
  const hoursOf = new Map(hours.map((row) => [row.personId, row]));
  const teamName = new Map(teams.map(({ id, name }) => [id, name]));
  const teamsOfPerson = groupBy(crowd.members, ({ personId }) => personId);
  const withRota = new Set(crowd.members.flatMap(({ teamId, personId }) => (hoursOf.has(personId) ? [teamId] : [])));
  const days = loadDaysIn(scope);
  const rows = names.flatMap(({ id, name, zone }): PersonLoad[] => {
    const tally = crowd.tallies.get(id);
    const onCall = hoursOf.get(id);
    if (!tally && !onCall) return [];
    const mine = [...new Set((teamsOfPerson.get(id) ?? []).map(({ teamId }) => teamId))];
    return [
      personLoad(
        {
          id,
          name,
          zone,
          teams: mine.flatMap((team) => teamName.get(team) ?? []).sort(),
          tally: tally ?? sumTallies([]),
          onCall: onCallOf(
            onCall,
            mine.some((team) => withRota.has(team)),
          ),
        },
        days,
        budgets,
      ),
    ];
  });
  return { people: rows, quiet: names.length - rows.length };
}
