import fc from "fast-check";
import postgres from "postgres";
import { afterAll, describe, expect, inject, it } from "vitest";
import { signatureOf } from "@/lib/ingest/signature-of";
import type { Page } from "@/lib/model/page";
import { type CountedPage, tallyReport } from "@/lib/report/tally-report";

describe("quantiles in memory", () => {
  const sql = postgres(inject("testServerUrl"), { max: 1 });
  afterAll(() => sql.end());

  it("are those of percentile_cont", async () => {
    const lists = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(lists, async (seconds) => {
        const [row] = await sql<{ median: number; p95: number; mean: number }[]>`
          select percentile_cont(0.5) within group (order by s) as median,
            percentile_cont(0.95) within group (order by s) as p95, avg(s)::float8 as mean
          from unnest(${seconds}::int[]) s`;
        const { acknowledge } = tallyReport({
          pages: seconds.map(judgedAfter),
          interruptions: [],
          people: new Map(),
          range: { from: 0, to: 1 },
          dates: null,
        });
        expect(acknowledge.medianSeconds).toBeCloseTo(row?.median ?? Number.NaN, 6);
        expect(acknowledge.p95Seconds).toBeCloseTo(row?.p95 ?? Number.NaN, 6);
        expect(acknowledge.meanSeconds).toBeCloseTo(row?.mean ?? Number.NaN, 6);
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});

function pageAcknowledgedAfter(seconds: number, index: number): Page {
  return {
    provider: "pagerduty",
    pageKey: `p${index}`,
    facts: {},
    triggeredAt: 0,
    raisedBy: "automation",
    openings: [],
    endedAt: null,
    endedBy: "still-open",
    endedByPerson: null,
    acknowledgedAt: seconds * 1000,
    acknowledgedBy: "person",
    acknowledgedByPerson: "ana",
    knowsAcknowledgements: true,
    mergedInto: null,
    actions: [],
    notifications: [],
    lastEventAt: 0,
  };
}

function judgedAfter(seconds: number, index: number): CountedPage {
  const page = pageAcknowledgedAfter(seconds, index);
  return { page, signature: signatureOf(page), verdict: null, reason: null };
}
