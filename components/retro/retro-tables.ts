import { decisionColumns } from "@/components/decision/decision-columns";
import type { PackTable } from "@/components/export/make-pack";
import { signatureColumns } from "@/components/export/signature-columns";
import type { FigureTable } from "@/components/export/table";
import type { View } from "@/components/panels/view";
import { queryString } from "@/components/queries/fetch-json";
import type { Squashed } from "@/lib/contract/decision";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { Leaders } from "@/lib/contract/leaders";
import type { Load } from "@/lib/contract/load";
import type { Noise } from "@/lib/contract/noise";
import type { Range } from "@/lib/contract/noise-report";

type Given = {
  noise: View<Noise>;
  squashed: View<Squashed>;
  load: View<Load>;
  leaders: View<Leaders>;
  filter: NoiseFilter;
  narrowed: boolean;
  /** False where single figures were asked for: then no table goes along. */
  whole: boolean;
};

/** The tables that go along: all rows of the range and its filters. Those of people are written by the server. */
export function retroTables({ noise, squashed, load, leaders, filter, narrowed, whole }: Given): PackTable[] {
  if (!whole) return [];
  const filters = Object.entries({ team: filter.team, service: filter.service, urgency: filter.urgency }).flatMap(
    ([name, value]) => (value ? [`${name} ${value}`] : []),
  );
  const own = (title: string, table: FigureTable, range: Pick<Range, "label">, zone: string): PackTable => ({
    title,
    csv: async (madeAt) => {
      const { csvOf } = await import("@/components/export/table-text");
      const n = `n = ${table.rows.length}`;
      return csvOf(table, { title, sentence: "", range: range.label, zone, filters, n, definition: null, madeAt });
    },
  });
  const fetched = (title: string, address: string): PackTable => ({ title, csv: () => fetchText(address) });
  const { from, to, tz, compare } = filter;
  return [
    ...(noise.kind === "ready"
      ? [own("Alerts", signatureColumns(noise.data.signatures), noise.data.range, noise.data.range.zone)]
      : []),
    ...(squashed.kind === "ready"
      ? [own("Decisions", decisionColumns(squashed.data.decisions), squashed.data.range, squashed.data.zone)]
      : []),
    ...(load.kind === "ready"
      ? [
          fetched("People", `/api/load/people?${queryString(filter)}`),
          fetched("Teams", `/api/load/teams?${queryString(filter)}`),
        ]
      : []),
    ...(leaders.kind === "ready" && !narrowed
      ? [fetched("Leaders", `/api/leaders/csv?${queryString({ from, to, tz, compare })}`)]
      : []),
  ];
}

async function fetchText(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`A table could not be had: the server answered ${answer.status}.`);
  return answer.text();
}
