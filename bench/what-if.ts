import { parseArgs } from "node:util";
import { FIRST_WORKSPACE } from "@/db/commands/set-up-workspace";
import type { Ctx, Sql } from "@/db/ctx";
import { bestSetOf } from "@/db/queries/best-set";
import { whatIf } from "@/db/queries/what-if";
import { workCtx } from "@/db/work-ctx";
import { groupBy } from "@/lib/model/group-by";
import { TREATMENT_KINDS } from "@/lib/model/treatment";
import { compileScope } from "@/lib/silence/scope";
import { simulatedForecasts } from "./what-if-simulated";
import { withDatabase } from "./with-database";

/*
 * Server time of a what-if over many pages, what user expressions cost, and forecasts against facts on the simulator. Pages
 * and notifications are written as folds, without events, which no what-if reads. With `--keep folder` they are written
 * once and stay.
 */
const { values } = parseArgs({
  options: {
    pages: { type: "string", default: "1000000" },
    runs: { type: "string", default: "20" },
    seeds: { type: "string", default: "8" },
    only: { type: "string", default: "all" },
    keep: { type: "string" },
  },
});
const PAGES = Number(values.pages);
const RUNS = Number(values.runs);
const DAYS = 365;
/** So that an alert has as many pages whatever the size. */
const TEAMS = Math.max(4, Math.round(PAGES / 50_000));
/** A team with 50 alerts, each of which is one matcher. */
const ALERTS = 50;
const END = "2026-11-16T00:00:00Z";

const rows: { what: string; value: string; bar: string }[] = [];
const tell = (what: string, value: string, bar = ""): void => {
  rows.push({ what, value, bar });
  console.error(what, value, bar);
};

if (values.only !== "database") expressions();
if (values.only !== "database") forecasts();
if (values.only !== "simulator")
  await withDatabase(({ client, dataDir }) => overDatabase(client, dataDir), values.keep);
console.table(rows);

function expressions(): void {
  const catastrophic = [
    "(a+)+b",
    "((a+)+)+b",
    "(a|aa)+b",
    "(a|b)*a(a|b){14}c",
    "(.*a){20}x",
    "(.*)(.*)(.*)(.*)(.*)(.*)(.*)=",
    "([a-zA-Z]+)*\\d",
    "(a?){45}a{45}",
    "(?:(?:[a-z]{1,10}){1,10})9",
    "[^a]*a[^b]{200}c",
  ];
  const titles = ["a".repeat(1_000), "ab".repeat(500), `${"a".repeat(999)}!`];
  const worst = catastrophic.map((value) => {
    const holds = compileScope([{ field: "title", operator: "=~", value }]);
    return Math.max(
      ...titles.map((title) => {
        const from = performance.now();
        holds({ title });
        return performance.now() - from;
      }),
    );
  });
  tell("worst expression on a title of 1,000 characters", `${Math.max(...worst).toFixed(1)} ms`, "<= 50 ms");
  const scope = Array.from({ length: 50 }, (_, nth) => {
    return { field: "title", operator: "!~", value: `.*host-${nth} (is down|is slow).*` } as const;
  });
  const holds = compileScope(scope);
  const from = performance.now();
  let held = 0;
  for (let page = 0; page < PAGES; page += 1)
    if (holds({ title: `Disk on db-${page % 4_000} is ${page % 100} % full`, service: "db" })) held += 1;
  tell(
    `50 expressions over ${PAGES} pages of 4,000 titles, ${held} held`,
    `${(performance.now() - from).toFixed(0)} ms`,
  );
}

function forecasts(): void {
  const found = simulatedForecasts(Number(values.seeds));
  const { suggestions, worlds, alerts, actionable, actionableUnder, lost, topPriority, topLost } = found;
  tell("simulated organisations / alerts / suggestions", `${worlds} / ${alerts} / ${suggestions.length}`);
  const kinds = ["hold", "merge", "hold-and-merge", "window", "ticket", "drop"];
  tell(
    "of them by kind",
    kinds.map((kind) => `${kind} ${suggestions.filter((each) => each.kind === kind).length}`).join(", "),
  );
  const came = suggestions.filter(({ openings }) => openings > 0);
  const error = (forecast: number, fact: number): number =>
    fact === 0 ? (forecast === 0 ? 0 : 1) : Math.abs(forecast - fact) / fact;
  const byShare = came.map(({ forecastShare, openings, removed }) => error(forecastShare * openings, removed));
  const byRate = suggestions.map(({ forecastPerDay, removedPerDay }) => error(forecastPerDay, removedPerDay));
  const byShown = came.map(({ shownShare, openings, removed }) => error(shownShare * openings, removed));
  tell("error of pages removed, of those that came: median / 90 %", spread(byShare), "median <= 10 %");
  tell("the same by the later part of the history alone", spread(byShown));
  const worldly = [...groupBy(came, ({ world }) => world).values()].map((own) => {
    const total = (of: (each: (typeof own)[number]) => number) => own.reduce((all, each) => all + of(each), 0);
    return error(
      total(({ forecastShare, openings }) => forecastShare * openings),
      total(({ removed }) => removed),
    );
  });
  tell("the same, all suggestions of an organisation together", spread(worldly), "median <= 10 %");
  tell("error of pages removed a day, with how many came: median / 90 %", spread(byRate));
  const sum = (key: "forecastPerDay" | "removedPerDay") => suggestions.reduce((all, each) => all + each[key], 0);
  tell(
    "the same over all suggestions together",
    `${(100 * error(sum("forecastPerDay"), sum("removedPerDay"))).toFixed(1)} %`,
  );
  tell(
    "actionable pages lost",
    `${lost} of ${actionable} (${((100 * lost) / actionable).toFixed(2)} %), ${actionableUnder} under a suggestion`,
    "<= 0.5 %",
  );
  tell("pages of the top priority lost", `${topLost} of ${topPriority}`, "0");
}

function spread(shares: readonly number[]): string {
  const sorted = [...shares].sort((a, b) => a - b);
  const at = (q: number) => `${(100 * (sorted[Math.ceil(q * sorted.length) - 1] ?? Number.NaN)).toFixed(1)} %`;
  return `${at(0.5)} / ${at(0.9)} (n = ${sorted.length})`;
}

async function overDatabase(client: Parameters<Parameters<typeof withDatabase>[0]>[0]["client"], dataDir: string) {
  const { sql } = client;
  const from = performance.now();
  const [written] = await sql`select from pages limit 1`;
  if (!written) {
    await writeFacts(sql);
    await sql`vacuum analyze`;
    tell(`writing ${PAGES} pages`, `${((performance.now() - from) / 1_000).toFixed(0)} s`);
  }
  const work = await workCtx(client, FIRST_WORKSPACE);
  const viewer = { userId: "0", name: "bench", role: "admin" as const, personId: null };
  const ctx: Ctx = { ...work, viewer, now: Date.parse(END), dataDir };
  for (const kind of TREATMENT_KINDS) {
    let [asked, openings] = [0, 0];
    const times = await timed(async () => {
      asked += 1;
      const answer = await whatIf(ctx, { signatureId: String(((asked * 37) % (TEAMS * ALERTS)) + 1), kind });
      openings += answer.history.openings;
    });
    tell(
      `one alert, all settings of “${kind}”, ${Math.round(openings / RUNS)} openings: p50 / p95`,
      times,
      "<= 300 ms",
    );
  }
  let openings = 0;
  const team = await timed(async () => {
    const best = await bestSetOf(ctx, { team: "team 3" });
    openings = best.openings;
  }, 5);
  tell(`best set of a team of ${ALERTS} alerts, ${openings} openings: p50 / p95`, team, "<= 2 s");
}

async function timed(ask: () => Promise<unknown>, runs = RUNS): Promise<string> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const from = performance.now();
    await ask();
    times.push(performance.now() - from);
  }
  const first = times[0] ?? 0;
  times.sort((a, b) => a - b);
  const at = (q: number) => (times[Math.ceil(q * runs) - 1] ?? 0).toFixed(0);
  return `${at(0.5)} / ${at(0.95)} ms, first ${first.toFixed(0)} ms`;
}

/** Without order among alerts and hours, and the same each time. Half clears within 5 minutes; a tenth a person ends. */
async function writeFacts(sql: Sql): Promise<void> {
  const alerts = TEAMS * ALERTS;
  await sql`insert into people (workspace_id, id, name) select ${FIRST_WORKSPACE}, i, 'person ' || i from generate_series(1, ${TEAMS * 8}::int) as i`;
  await sql`
    insert into signatures (workspace_id, id, signature, provider, service, kind, key)
    select ${FIRST_WORKSPACE}, i, 'v2:' || i, 'pagerduty', 'service ' || i, 'title', 'alert ' || i
    from generate_series(1, ${alerts}::int) as i`;
  await sql`
    insert into pages (workspace_id, id, provider, page_key, signature_id, title, service, team, urgency, triggered_at,
      ended_at, ended_by, raised_by, knows_acknowledgements, last_event_at, verdict, probability, reason, origin)
    select ${FIRST_WORKSPACE}, i, 'pagerduty', 'P' || i, alert, 'alert ' || alert, 'service ' || alert,
      'team ' || 1 + (alert - 1) / ${ALERTS}::int, 'high', at, at + open, case when x % 10 = 0 then 'person' else 'source' end,
      'automation', true, at + open, case when x % 10 = 0 then 'actionable' else 'noise' end, 0.1,
      case when x % 10 > 0 then 'self-healed' end, 'inferred'
    from (
      select i, x, 1 + x % ${alerts}::int as alert, (30 + (x / 7) % (case when x % 2 = 0 then 270 else 7200 end)) * interval '1 second' as open,
        date_trunc('second', ${END}::timestamptz - abs(hashint8extended(i::bigint, 7)) % ${DAYS * 86_400}::int * interval '1 second') as at
      from (select i, abs(hashint8(i::bigint)) as x from generate_series(1, ${PAGES}::int) as i) hashed) drawn`;
  await sql`
    insert into page_folds (workspace_id, page_id, packed)
    select workspace_id, id, jsonb_build_object('provider', provider, 'pageKey', page_key, 'mergedInto', null, 'actions', '[]'::jsonb,
      'openings', jsonb_build_array(jsonb_build_object('openedAt', (extract(epoch from triggered_at) * 1000)::bigint,
        'endedAt', (extract(epoch from ended_at) * 1000)::bigint, 'endedBy', ended_by)))::text
    from pages`;
  await sql`
    insert into notifications (workspace_id, person_id, at, page_id, channel, estimated)
    select workspace_id, 1 + (substr(team, 6)::int - 1) * 8 + extract(week from triggered_at)::int % 8, triggered_at, id, 'push', false
    from pages
    union all
    select workspace_id, 1 + (substr(team, 6)::int - 1) * 8 + extract(week from triggered_at)::int % 8,
      triggered_at + interval '40 seconds', id, 'phone', false
    from pages where id % 5 < 2`;
}
