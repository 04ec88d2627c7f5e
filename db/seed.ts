import { Readable } from "node:stream";
import { openClient } from "@/db/client";
import { createImport } from "@/db/commands/create-import";
import { importSampleOrganisation } from "@/db/commands/import-organisation";
import { linkSampleViewer } from "@/db/commands/link-sample-viewer";
import { FIRST_WORKSPACE, setUpWorkspace } from "@/db/commands/set-up-workspace";
import { runImport } from "@/db/jobs/handlers/run-import";
import { flagDue } from "@/db/jobs/keep-flagging";
import { recountTouched } from "@/db/rollups/recount-touched";
import type { Instant } from "@/lib/model/instant";
import { incidentsJson, orgCsv, SAMPLE_VIEWER, shiftsCsv, usersJson } from "@/lib/sample/sample-company";
import type { Sql } from "./ctx";
import { isSampleAlone } from "./queries/sample-viewer";
import { decideInSample } from "./seed-decisions";
import { reportInSample } from "./seed-report";
import { workCtx } from "./work-ctx";

const SAMPLE_SEED = 7;
const USERS_FILE = "sample-pagerduty-users.json";

export type SeedOptions = {
  url: string;
  /** Text of the key ring. */
  keys: string | null;
  dataDir: string;
  /** Zone of a new workspace. */
  zone: string;
  /** Where the sample's history ends. */
  now: Instant;
  /** False leaves an empty workspace. */
  sample: boolean;
  report: (line: string) => void;
};

/**
 * Sets the workspace up and, on the first start, loads the sample: provider-shaped files through the same path as
 * anybody's export. A start that was cut short is gone on with.
 */
export async function seed({ url, keys, dataDir, zone, now, sample, report }: SeedOptions): Promise<void> {
  const client = openClient(url, { max: 4, keys });
  try {
    await setUpWorkspace(client.sql, { zone });
    const ctx = await workCtx(client, FIRST_WORKSPACE);
    if (sample) await uploadSample(ctx, dataDir, now);
    const waiting = await client.sql<{ id: string; file_name: string }[]>`
      select id, file_name from imports where workspace_id = ${FIRST_WORKSPACE} and sample
        and state in ('queued', 'running', 'judging') order by created_at, id`;
    for (const [index, row] of waiting.entries()) {
      report(`sample data, file ${index + 1} of ${waiting.length}: ${row.file_name}`);
      await runImport(ctx, row.id, { dataDir });
    }
    await bringSampleOrganisationIn({ ...ctx, now }, report);
    if (waiting.length === 0 && !(await isCutShort(client.sql))) return;
    if (await isEmpty(client.sql, "decisions")) await decideInSample({ ...ctx, now, dataDir });
    await flagDue(client, now);
    await linkSampleViewer(client.sql, FIRST_WORKSPACE, SAMPLE_VIEWER);
    if (await isEmpty(client.sql, "reports")) await reportInSample({ ...ctx, now, dataDir });
  } finally {
    await client.close();
  }
}

/** The sample is all there is, and the report that is made of it at last is not: an earlier start ended between its files and that. */
async function isCutShort(sql: Sql): Promise<boolean> {
  return (await isEmpty(sql, "reports")) && (await isSampleAlone(sql, FIRST_WORKSPACE));
}

async function isEmpty(sql: Sql, table: "decisions" | "reports"): Promise<boolean> {
  return (await sql`select from ${sql(table)} where workspace_id = ${FIRST_WORKSPACE} limit 1`).length === 0;
}

/** Once the sample's people are there. It goes with the import of its users. */
async function bringSampleOrganisationIn(
  ctx: Awaited<ReturnType<typeof workCtx>> & { now: Instant },
  report: (line: string) => void,
): Promise<void> {
  const [users] = await ctx.sql<{ id: string }[]>`
    select id from imports where workspace_id = ${ctx.workspaceId} and sample and state = 'done' and file_name = ${USERS_FILE}
      and not exists (select 1 from reporting_lines l where l.workspace_id = imports.workspace_id)`;
  if (!users) return;
  report("sample data, the organisation");
  const text = [...orgCsv({ seed: SAMPLE_SEED, until: ctx.now })].join("");
  await importSampleOrganisation(ctx, { kind: "people", text, fromDate: null }, users.id);
  await recountTouched(ctx);
}

/** Only into a workspace that never had an import: a sample that was taken away stays away. */
async function uploadSample(ctx: Awaited<ReturnType<typeof workCtx>>, dataDir: string, now: Instant): Promise<void> {
  const [seeded] = await ctx.sql<{ seeded: boolean }[]>`
    update workspaces set sample_offered = true where id = ${ctx.workspaceId} and not sample_offered returning true as seeded`;
  if (!seeded) return;
  const company = { seed: SAMPLE_SEED, until: now };
  const files = [
    { name: USERS_FILE, text: usersJson(company) },
    { name: "sample-shifts.csv", text: shiftsCsv(company) },
    { name: "sample-pagerduty-incidents.json", text: incidentsJson(company) },
  ];
  for (const { name, text } of files) {
    const body = Readable.from(encoded(text));
    const id = await createImport(
      { ...ctx, dataDir },
      { fileName: name, body, expectedBytes: null, userId: null, sample: true },
    );
    await ctx.sql`
      update imports set state = 'queued' where workspace_id = ${ctx.workspaceId} and id = ${id} and state = 'uploaded'`;
  }
}

function* encoded(chunks: Iterable<string>): Generator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}
