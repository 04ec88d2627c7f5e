import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { incidentsJson } from "@/lib/sample/sample-company";
import type { Ctx } from "./ctx";
import { decideInSample } from "./seed-decisions";
import { createTestDb, type TestDb } from "./test-db";
import { forgetDecisions } from "./test-decisions";
import { emptyWorkspace, importText } from "./test-import";

/** What the decisions are about, and what ends a silence. */
const NEEDED = /^(Checkout requests failing|Replica|5xx rate|Nightly backup)/;
const SERVICES = new Set(["checkout-web", "postgres-main", "payments-api", "warehouse-loader"]);
const DAYS = 48;

type Incident = { title: string; priority: { summary: string } | null; service: { summary: string } };

/** The sample's own incidents, but only those that matter here. */
function incidents(until: number): string {
  const whole = JSON.parse([...incidentsJson({ seed: 7, until, days: DAYS })].join("")) as { incidents: Incident[] };
  const isNeeded = ({ title, priority, service }: Incident) =>
    NEEDED.test(title) || (priority?.summary === "P1" && SERVICES.has(service.summary));
  const kept = whole.incidents.filter(isNeeded);
  return JSON.stringify({ ...whole, incidents: kept });
}

describe("what the company of the sample decided", () => {
  let db: TestDb;
  let ctx: Ctx;
  beforeAll(async () => {
    db = await createTestDb("Europe/Berlin");
    ctx = await db.ctxAt(0);
  });
  afterAll(() => db.drop());

  it.each([
    "2026-11-16T00:00:00Z",
    "2026-11-16T02:50:00Z",
    "2026-11-16T14:40:00Z",
    // A watch over the night on which the clocks go back, or forward.
    "2026-10-29T02:50:00Z",
    "2027-04-02T01:50:00Z",
  ])("comes out the same when the first start is at %s", async (start) => {
    const now = Date.parse(start);
    await forgetDecisions(ctx);
    await emptyWorkspace(ctx);
    await importText(ctx, incidents(now), { name: "incidents.json" });
    await decideInSample({ ...ctx, now });
    const rows = await ctx.sql<{ service: string; outcome: string | null; ended: string | null }[]>`
      select s.service, w.outcome, d.ended_for as ended from decisions d
      join signatures s on s.workspace_id = d.workspace_id and s.id = d.signature_id
      left join watch_windows w on w.workspace_id = d.workspace_id and w.decision_id = d.id order by s.service`;
    expect(rows.map(({ service, outcome, ended }) => [service, outcome, ended])).toEqual([
      ["checkout-web", "verified-quiet", null],
      ["payments-api", "hid-something-real", "incident-opened"],
      ["postgres-main", "verified-quiet", null],
      ["warehouse-loader", "came-back", null],
    ]);
  });
});
