import fc from "fast-check";
import { expect, it } from "vitest";
import type { VerdictCounts } from "@/lib/contract/noise-report";
import type { HourClass } from "@/lib/model/interruption";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { assembleReport, hourCounts } from "./assemble-report";
import { assembleWeek, tellingAlerts, type WeekFacts } from "./assemble-week";
import type { InterruptionTally, SignatureTally } from "./report-facts";

const HOURS: readonly HourClass[] = ["sleep", "off", "business"];
const few = fc.nat(3);
const alertOf = fc.record({
  title: fc.constantFrom("a", "b", "c"),
  counts: fc.record({ actionable: few, noise: few, unclear: few, unclassified: few, test: few }),
  before: few,
  interruptions: fc.array(
    fc.record({ hour: fc.constantFrom(...HOURS), isNoise: fc.boolean(), n: fc.integer({ min: 1, max: 3 }) }),
    { maxLength: 3 },
  ),
  isHidden: fc.boolean(),
});
const RANGE = { from: "2026-11-09T00:00:00Z", to: "2026-11-16T00:00:00Z", zone: "Europe/Berlin", label: "a week" };
const NOTHING: VerdictCounts = { actionable: 0, noise: 0, unclear: 0, unclassified: 0, test: 0 };

it("says of a week what the report of all its alerts says, from the few that were told in full", () => {
  fc.assert(
    fc.property(fc.array(alertOf, { maxLength: 12 }), fc.boolean(), (drawn, allHidden) => {
      const signatures = drawn.map(
        ({ title, counts }, index): SignatureTally => ({
          id: String(index),
          signature: `v1:${index}`,
          title,
          provider: "pagerduty",
          service: null,
          team: null,
          counts,
          reasons: {},
          lastPagedAt: 0,
          trend: [],
          personVerdict: null,
        }),
      );
      const talliesOf = (index: number): InterruptionTally[] =>
        (drawn[index]?.interruptions ?? []).map(({ hour, isNoise, n }) => ({
          signatureId: String(index),
          hourClass: hour,
          verdict: isNoise ? "noise" : null,
          interruptions: n,
          estimated: 0,
        }));
      const interruptions = drawn.flatMap((_, index) => talliesOf(index));
      const acknowledge = {
        medianSeconds: null,
        p95Seconds: null,
        meanSeconds: null,
        acknowledged: 0,
        neverAcknowledged: 0,
        notKnown: 0,
      };
      const people = { disruptedNights: 2, peopleWoken: 1, acknowledge };
      const alerts = new Map(
        drawn.flatMap(({ isHidden }, index) => (isHidden ? [[String(index), "small"] as const] : [])),
      );
      const withheld = { all: allHidden ? ("small" as const) : null, alerts };
      const earlier = signatures.map(({ id }, index) => ({
        id,
        counts: { ...NOTHING, noise: drawn[index]?.before ?? 0 },
      }));
      const whole = assembleReport(
        { range: RANGE, facts: { signatures, interruptions, people: [], ...people }, withheld },
        { range: RANGE, facts: { signatures: earlier, interruptions: [], ...people }, withheld },
        DEFAULT_SETTINGS,
      );

      const facts: WeekFacts = {
        alerts: drawn.map(({ counts, before }, index) => ({
          id: String(index),
          counts,
          previousPages: before,
          interruptions: talliesOf(index),
        })),
        now: {
          counts: whole.totals.counts,
          interruptions: hourCounts(interruptions),
          estimated: 0,
          disruptedNights: 2,
        },
        before: { counts: NOTHING, interruptions: hourCounts([]), estimated: 0, disruptedNights: 2 },
      };
      const told = new Set(tellingAlerts(facts, withheld, DEFAULT_SETTINGS));
      const week = assembleWeek(
        facts,
        signatures.filter(({ id }) => told.has(id)),
        { now: withheld, before: withheld },
        DEFAULT_SETTINGS,
      );

      const noisy = whole.signatures.filter(({ pain, counts }) => (pain ?? 0) > 0 || counts.noise > 0);
      expect(week.worst).toEqual(noisy.slice(0, 5));
      expect(week.lead).toEqual(whole.lead);
      expect(week.hiddenAlerts).toBe(whole.signatures.filter((row) => row.withheld !== null).length);
      expect(whole.totals).toMatchObject(week.totals);
    }),
  );
});
