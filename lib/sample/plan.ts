import type { Instant } from "@/lib/model/instant";
import type { Company, Service } from "./company";
import { type Course, FAMILIES, type Family, type HardNegative, type Hours, STORM, type Truth } from "./families";
import { fillIn } from "./fill-in";
import { DAY, HOUR, isWeekend, localHour, MINUTE, nextLocal, SECOND } from "./local-clock";
import { createRandom, type Random } from "./random";

/** A page that is going to open: all but what people make of it. */
export type PlannedPage = {
  /** Names the page within the sample; its id and all its chances come from it. */
  key: string;
  family: string;
  service: Service;
  openedAt: Instant;
  title: string;
  urgency: "high" | "low";
  priority: Family["priority"];
  dedup: string;
  raisedByHand: boolean;
  course: Course;
  truth: Truth;
  hard: HardNegative | null;
  /** The page whose problem this one repeats; it ends with it, or is merged into it. */
  repeats: { page: PlannedPage; merged: boolean } | null;
};

export type Span = { seed: number; startsAt: Instant; until: Instant };

type Draft = Pick<Family, "id" | "service" | "title" | "urgency" | "priority" | "key" | "raisedByHand">;

/** The pages of one day of the sample, by time of opening. `daysAgo` 0 is its last day. */
export function planDay(company: Company, span: Span, daysAgo: number): PlannedPage[] {
  const pages = FAMILIES.flatMap((family) =>
    (company.services.get(family.service) ?? []).flatMap((service) =>
      planFamily(company, span, daysAgo, family, service),
    ),
  );
  if (daysAgo === STORM.daysAgo) pages.push(...planStorm(company, span));
  return pages
    .filter(({ openedAt }) => openedAt >= span.startsAt && openedAt < span.until)
    .sort((a, b) => a.openedAt - b.openedAt || (a.key < b.key ? -1 : 1));
}

function planFamily(company: Company, span: Span, daysAgo: number, family: Family, service: Service): PlannedPage[] {
  const random = createRandom(`${span.seed}/${family.id}/${service.name}/${daysAgo}`);
  const dayStartsAt = span.until - (daysAgo + 1) * DAY;
  const bursts = openings(family, service.team.zone, dayStartsAt, daysAgo, random);
  return bursts.flatMap((burst, nthBurst) => {
    // One burst is one problem on one host.
    const host = hostOf(service, random);
    return burst.flatMap((openedAt, nth) => {
      const key = `${family.id}/${service.name}/${daysAgo}/${nthBurst}/${nth}`;
      const fixed = family.fixed?.index === nth ? family.fixed : null;
      const page = createPage(span, key, family, service, openedAt, host, {
        course: fixed?.course ?? family.course,
        truth: fixed === null ? family.truth : { verdict: "actionable", reason: "fixed-a-fault" },
        hard: fixed?.hard ?? family.hard ?? null,
      });
      return family.echo === undefined ? [page] : [page, planEcho(company, family, page, random)];
    });
  });
}

function planEcho(company: Company, family: Family, page: PlannedPage, random: Random): PlannedPage {
  const echo = family.echo;
  if (echo === undefined) throw new Error(`${family.id} has no echo`);
  // On the same site as the first one.
  const site = company.services.get(family.service)?.indexOf(page.service) ?? 0;
  const service = company.services.get(echo.service)?.[site] ?? page.service;
  return {
    ...page,
    key: `${page.key}/echo`,
    service,
    openedAt: page.openedAt + random.integer(...echo.afterSeconds) * SECOND,
    truth: { verdict: "noise", reason: "duplicate" },
    hard: null,
    repeats: { page, merged: random.chance(echo.endedByMerge) },
  };
}

type Rest = Pick<PlannedPage, "course" | "truth" | "hard">;

function createPage(span: Span, key: string, draft: Draft, service: Service, at: Instant, host: string, rest: Rest) {
  const random = createRandom(`${span.seed}/title/${key}`);
  const page: PlannedPage = {
    key,
    family: draft.id,
    service,
    openedAt: Math.floor(at / SECOND) * SECOND,
    title: fillIn(draft.title, { service: service.name, hostPrefix: service.hostPrefix, host }, random),
    urgency: draft.urgency,
    priority: draft.priority,
    dedup:
      draft.key === "host" ? `${service.name}/${draft.id.split("-").slice(0, 2).join("-")}/${host}` : random.hex(32),
    raisedByHand: draft.raisedByHand === true,
    course: rest.course,
    truth: rest.truth,
    hard: rest.hard,
    repeats: null,
  };
  return page;
}

function hostOf(service: Service, random: Random): string {
  return `${service.hostPrefix}-prod-${String(random.integer(1, 18)).padStart(2, "0")}`;
}

/** Instants of the day's openings, in bursts; most bursts are of one. */
function openings(family: Family, zone: string, dayStartsAt: Instant, daysAgo: number, random: Random): Instant[][] {
  const when = family.when;
  const onThatDay = (hour: number, minutes: number) =>
    nextLocal(zone, dayStartsAt, hour, 0) + random.integer(0, minutes * 60) * SECOND;
  switch (when.kind) {
    case "random":
      if (daysAgo >= (when.sinceDaysAgo ?? Infinity) || daysAgo < (when.beforeDaysAgo ?? 0)) return [];
      return atRandom(when.perDay, when.hours, zone, dayStartsAt, random).map((at) => [at]);
    case "bursts":
      return drawTimes(evenly(when.perDay, daysAgo), when.hours, zone, dayStartsAt, random).map((at) =>
        burst(at, when, random),
      );
    case "burst-on-days":
      return when.daysAgo.includes(daysAgo) ? [burst(onThatDay(when.hour, 60), when, random)] : [];
    case "clock":
      return when.exceptDaysAgo.includes(daysAgo) ? [] : [[onThatDay(when.hour, when.jitterMinutes)]];
    case "on-days":
      return when.daysAgo.includes(daysAgo) ? [[onThatDay(when.hour, when.spreadMinutes)]] : [];
    case "spread":
      return (daysAgo + 3) % when.everyDays === 0 ? [[onThatDay(when.hour, when.spreadMinutes)]] : [];
  }
}

type Burst = { size: readonly [number, number]; gapMinutes: readonly [number, number] };

function burst(startsAt: Instant, { size, gapMinutes }: Burst, random: Random): Instant[] {
  const instants = [startsAt];
  const count = random.integer(...size);
  let at = startsAt;
  while (instants.length < count) {
    at += random.integer(gapMinutes[0] * 60, gapMinutes[1] * 60) * SECOND;
    instants.push(at);
  }
  return instants;
}

function atRandom(perDay: number, hours: Hours, zone: string, dayStartsAt: Instant, random: Random): Instant[] {
  const sum = hourWeights(hours, zone, dayStartsAt).reduce((total, weight) => total + weight, 0);
  return drawTimes(random.poisson((perDay * sum) / FULL_DAY[hours]), hours, zone, dayStartsAt, random);
}

/** How many of so many per day fall on this one, when they keep an even pace. */
function evenly(perDay: number, daysAgo: number): number {
  return Math.floor((daysAgo + 1) * perDay) - Math.floor(daysAgo * perDay);
}

function drawTimes(count: number, hours: Hours, zone: string, dayStartsAt: Instant, random: Random): Instant[] {
  const weights = hourWeights(hours, zone, dayStartsAt);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return Array.from({ length: count }, () => {
    let left = random.next() * sum;
    const hour = weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
    return dayStartsAt + Math.max(0, hour) * HOUR + random.integer(0, 3599) * SECOND;
  });
}

/** Of the 24 hours from the start of the day on. */
function hourWeights(hours: Hours, zone: string, dayStartsAt: Instant): number[] {
  return Array.from({ length: 24 }, (_, hour) => weightOf(hours, zone, dayStartsAt + hour * HOUR));
}

/** Sum of the weights of a working day, so that `perDay` means such a day. */
const FULL_DAY: Readonly<Record<Hours, number>> = { night: 11.4, day: 14.4, any: 24, business: 9 };

function weightOf(hours: Hours, zone: string, at: Instant): number {
  const hour = localHour(zone, at);
  switch (hours) {
    case "any":
      return 1;
    case "night":
      return hour >= 22 || hour < 8 ? 1 : 0.1;
    case "day":
      return (hour >= 8 && hour < 20 ? 1 : 0.2) * (isWeekend(zone, at) ? 0.5 : 1);
    case "business":
      return hour >= 9 && hour < 18 && !isWeekend(zone, at) ? 1 : 0;
  }
}

function planStorm(company: Company, span: Span): PlannedPage[] {
  const random = createRandom(`${span.seed}/storm`);
  const day = Math.floor((span.until - (STORM.daysAgo + 1) * DAY) / DAY) * DAY;
  const startsAt = day + DAY + STORM.hour * HOUR + STORM.minute * MINUTE;
  const planOne = (key: string, draft: Draft, after: number, rest: Rest) => {
    const service = company.services.get(draft.service)?.[0];
    if (service === undefined) throw new Error(`No service ${draft.service}`);
    return createPage(span, key, draft, service, startsAt + after * SECOND, hostOf(service, random), rest);
  };
  const root = planOne("storm/root", STORM.root, 0, STORM.root);
  const fault = planOne("storm/fault", { priority: undefined, ...STORM.fault }, 400, STORM.fault);
  const symptoms = STORM.symptoms.flatMap(({ service, title, count }) =>
    Array.from({ length: count }, (_, nth) => ({
      ...planOne(
        `storm/${service}/${nth}`,
        { id: "storm-symptom", service, title, urgency: "high", priority: undefined },
        random.integer(20, STORM.withinMinutes * 60 - 30),
        { course: STORM.root.course, truth: { verdict: "noise", reason: "storm-symptom" }, hard: null },
      ),
      repeats: { page: root, merged: random.chance(STORM.merged) },
    })),
  );
  return [root, fault, ...symptoms];
}
