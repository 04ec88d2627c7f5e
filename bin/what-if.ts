import { Command, InvalidArgumentError } from "commander";
import { AppError } from "@/lib/errors";
import { groupBy } from "@/lib/model/group-by";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import type { Treatment } from "@/lib/model/treatment";
import { nothingCollected } from "@/lib/report/analyze";
import type { VerdictPage } from "@/lib/report/history-of";
import { ownKey } from "@/lib/report/qualify-page";
import { plain } from "@/lib/report/to-text";
import { judgedForTrial, type Trial, tryTreatments } from "@/lib/report/try-treatment";
import type { ChangedOpening, Simulation } from "@/lib/what-if/simulate";
import { stopsOf } from "@/lib/what-if/stops";
import { treatmentWords } from "@/lib/what-if/treatment-words";
import { readPages } from "./read-pages";
import { toZone } from "./zone-option";

type Options = {
  pages: string[];
  signature: string;
  hold?: number;
  merge?: number;
  ticket: boolean;
  drop: boolean;
  tz: string;
  zone?: string;
  provider?: string;
  json: boolean;
};

export const whatIf = new Command("what-if")
  .description("what a treatment would have done to the pages of an alert, from exports, without a server")
  .requiredOption("--pages <file...>", "exports of a provider or events in our own form; - is the standard input")
  .requiredOption("--signature <text>", "the alert: its signature, or a part of its title that no other alert has")
  .option("--hold <minutes>", "page only what is still open then", toMinutes)
  .option("--merge <minutes>", "join what comes back so soon; with --hold both, as Prometheus does", toMinutes)
  .option("--ticket", "a ticket instead of a page", false)
  .option("--drop", "page nobody", false)
  .option("--tz <zone>", "zone in which everybody sleeps, such as Europe/Berlin", toZone, "UTC")
  .option("--zone <zone>", "zone of times in the files that carry none", toZone)
  .option("--provider <id>", "the provider, where the content does not tell")
  .option("--json", "as JSON", false)
  .action(run);

function toMinutes(text: string): number {
  const minutes = Number(text);
  if (!(minutes > 0 && minutes <= 24 * 60)) throw new InvalidArgumentError("Say whole or broken minutes, such as 5.");
  return minutes;
}

async function run({ pages: files, signature, tz, json, ...options }: Options): Promise<void> {
  const chosen = treatmentOf(options);
  const collected = nothingCollected();
  for (const file of files)
    await readPages(file, { provider: options.provider, zone: options.zone ?? null, mapping: null }, collected);
  const rules = { settings: DEFAULT_SETTINGS, zone: tz };
  const pages = judgedForTrial(collected.events.values(), [...collected.people.values()], rules);
  const alert = alertOf(pages, signature);
  const treatments = chosen ? [chosen] : stopsOf("hold", [], { zone: tz, hours: rules.settings.hours });
  const trial = tryTreatments(pages, [{ field: "signature", operator: "=", value: alert }], treatments, rules);
  console.log(json ? JSON.stringify(jsonOf(trial, alert), null, 2) : textOf(trial, alert, chosen !== null));
}

function treatmentOf({ hold, merge, ticket, drop }: Pick<Options, "hold" | "merge" | "ticket" | "drop">) {
  const asked: Treatment[] = [];
  if (hold !== undefined && merge !== undefined)
    asked.push({ kind: "hold-and-merge", holdMinutes: hold, mergeMinutes: merge });
  else if (hold !== undefined) asked.push({ kind: "hold", holdMinutes: hold });
  else if (merge !== undefined) asked.push({ kind: "merge", mergeMinutes: merge });
  if (ticket) asked.push({ kind: "ticket" });
  if (drop) asked.push({ kind: "drop" });
  if (asked.length > 1) throw new AppError("invalid", "One treatment at a time: --hold, --merge, --ticket or --drop.");
  return asked[0] ?? null;
}

const SHOWN_ALERTS = 10;

/** A signature, or the only alert whose titles hold the text. */
function alertOf(pages: readonly VerdictPage[], asked: string): string {
  if (pages.some(({ signature }) => signature === asked)) return asked;
  const part = asked.toLowerCase();
  const found = groupBy(
    pages.filter(({ page }) => page.facts.title?.toLowerCase().includes(part)),
    ({ signature }) => signature,
  );
  const [only, ...others] = found.keys();
  if (only === undefined) throw new AppError("not-found", `No alert of these files is called “${asked}”.`);
  if (others.length === 0) return only;
  const list = [...found].slice(0, SHOWN_ALERTS).map(([signature, own]) => {
    return `  ${signature}  ${own.length} pages  ${own[0]?.page.facts.title ?? ""}`;
  });
  throw new AppError("invalid", plainLines([`“${asked}” is in ${found.size} alerts; say which:`, ...list]));
}

function textOf({ history, suggestion, tried, titles }: Trial, alert: string, listed: boolean): string {
  const [first] = tried;
  const over = first ? `${dayOf(first.simulation.effect.from)} to ${dayOf(first.simulation.effect.to)}` : "";
  const lines = [`${alert}: ${history.openings.length} openings, shown over ${over} (UTC)`, ""];
  for (const { treatment, simulation } of tried) lines.push(...linesOf(treatment, simulation, listed ? titles : null));
  return plainLines([...lines, "", `Suggestion: ${suggestion.because}`]);
}

function linesOf(treatment: Treatment, found: Simulation, titles: Trial["titles"] | null): string[] {
  const { effect, lost, joined, late, unclear, delays } = found;
  const { worst, best } = effect.removedActionable;
  const estimated = effect.estimated ? ", estimated" : "";
  const lines = [
    `${treatmentWords(treatment)}: ${effect.removed} of ${effect.openings} pages away, ${effect.interruptionsSaved} interruptions saved (${effect.sleepInterruptionsSaved} in sleep hours${estimated}), ${effect.nightsSaved} nights; actionable lost ${best}, at worst ${worst}, of ${effect.actionable}; ${effect.delayedActionable} actionable late`,
  ];
  if (titles === null) return lines;
  if (delays) {
    const { p50Ms, p95Ms, maxMs } = delays.pages;
    lines.push(
      `  late by ${[p50Ms, p95Ms, maxMs].map((ms) => `${Math.round(ms / 1000)} s`).join(" / ")} (median, 95 %, most)`,
    );
  }
  const list = (what: string, changed: readonly ChangedOpening[]): void => {
    for (const { opening } of changed)
      lines.push(
        `  ${what}: ${new Date(opening.openedAt).toISOString()} ${ownKey(opening.pageKey)} ${titles.get(opening.pageKey) ?? ""}`,
      );
  };
  list("lost", lost);
  list("joined", joined);
  list("late", late);
  list("unclear", unclear);
  return lines;
}

function jsonOf({ history, suggestion, tried }: Trial, alert: string) {
  const keys = (changed: readonly ChangedOpening[]) =>
    changed.map(({ opening, delayMs }) => ({ key: ownKey(opening.pageKey), openedAt: opening.openedAt, delayMs }));
  return {
    signature: alert,
    openings: history.openings.length,
    suggestion,
    tried: tried.map(({ treatment, simulation: { effect, lost, joined, late, unclear, delays } }) => {
      return {
        treatment,
        effect,
        lost: keys(lost),
        joined: keys(joined),
        late: keys(late),
        unclear: keys(unclear),
        delays,
      };
    }),
  };
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Words of a file must not steer the terminal. */
const plainLines = (lines: readonly string[]) => lines.map(plain).join("\n");
