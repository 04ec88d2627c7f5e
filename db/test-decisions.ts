import { giveVerdict } from "./commands/give-verdict";
import type { Ctx } from "./ctx";
import { importText } from "./test-import";

const DAY_MS = 86_400_000;

export type TestPage = {
  key: string;
  at: number;
  title?: string;
  service?: string;
  urgency?: "high" | "low";
  priority?: string;
};

/** The import of pages that wake Ana and clear by themselves after three minutes, in Squelch's own form. */
export async function importPages(ctx: Ctx, pages: readonly TestPage[]): Promise<string> {
  const lines = pages.flatMap(({ key, at, title = "Disk almost full", service = "db", urgency = "high", priority }) => {
    const event = (kind: string, minutes: number, more: object = {}) =>
      JSON.stringify({
        provider: "pagerduty",
        page: key,
        kind,
        at: new Date(at + minutes * 60_000).toISOString(),
        by: "automation",
        ...more,
      });
    return [
      event("triggered", 0, { title, service, urgency, ...(priority && { priority }) }),
      event("notified", 0, { person: "PANA", channel: "push" }),
      event("resolved", 3),
    ];
  });
  return importText(ctx, lines.join("\n"), { name: `pages-${pages[0]?.key ?? "none"}.ndjson` });
}

/** One page every so many days in [from, to). */
export function steady(
  prefix: string,
  from: number,
  to: number,
  everyDays: number,
  more: Partial<TestPage> = {},
): TestPage[] {
  const count = Math.max(0, Math.ceil((to - from) / (everyDays * DAY_MS)));
  return Array.from({ length: count }, (_, nth) => ({
    ...more,
    key: `${prefix}${nth}`,
    at: from + nth * everyDays * DAY_MS,
  }));
}

export async function alertOf(ctx: Ctx, pageKey: string): Promise<string> {
  const [row] = await ctx.sql<{ id: string }[]>`select signature_id as id from pages where page_key = ${pageKey}`;
  if (!row) throw new Error(`no page ${pageKey}`);
  return row.id;
}

export async function sayActionable(ctx: Ctx, pageKey: string): Promise<string> {
  const [row] = await ctx.sql<{ id: string }[]>`select id from pages where page_key = ${pageKey}`;
  if (!row) throw new Error(`no page ${pageKey}`);
  await giveVerdict(ctx, { kind: "page", id: row.id }, { verdict: "actionable", reason: "fixed-a-fault", note: null });
  return row.id;
}

/** Forgets all decisions and what was made of them; the pages stay. */
export async function forgetDecisions({ sql }: Pick<Ctx, "sql">): Promise<void> {
  await sql.begin((tx) => tx.unsafe(TABLES.map((table) => `delete from ${table}`).join(";")));
}

const TABLES = [
  "triage_moves",
  "triage_items",
  "withheld",
  "applications",
  "watch_windows",
  "decisions",
  "audit",
] as const;
