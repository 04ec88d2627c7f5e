import { readFile, realpath } from "node:fs/promises";
import { Command } from "commander";
import { readChanges } from "@/lib/changes/read-changes";
import type { ClassifiedPage } from "@/lib/contract/classify";
import { AppError } from "@/lib/errors";
import type { Label } from "@/lib/labels/label";
import { readLabels } from "@/lib/labels/read-labels";
import type { Change } from "@/lib/model/change";
import type { PageEvent } from "@/lib/model/page-event";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { type Collected, nothingCollected } from "@/lib/report/analyze";
import { classify as classifyPages } from "@/lib/report/classify";
import { readMapping } from "./mapping-option";
import { note, noteIgnored, openInput, placed, readPages } from "./read-pages";
import { lineTarget } from "./write-lines";
import { toZone } from "./zone-option";

type Options = {
  pages: string[];
  labels: string[];
  changes: string[];
  out: string;
  atPageTime: boolean;
  tz: string;
  zone?: string;
  provider?: string;
  mapping?: string;
};

export const classify = new Command("classify")
  .description("judge every page of some exports, one JSON object on a line, without a server")
  .requiredOption("--pages <file...>", "exports of a provider or events in our own form; - is the standard input")
  .option("--labels <file...>", "what people said of pages: CSV or JSON lines", [])
  .option("--changes <file...>", "deploys, maintenance, edits of rules: JSON, JSON lines or CSV", [])
  .requiredOption("--out <file>", "where to write; - is the standard output")
  .option("--at-page-time", "the prediction of each page as it opened instead of its verdict", false)
  .option("--tz <zone>", "zone in which alerts fire by the clock, such as Europe/Berlin", toZone, "UTC")
  .option("--zone <zone>", "zone of times in the files that carry none", toZone)
  .option("--provider <id>", "the provider, where the content does not tell")
  .option("--mapping <file>", "how a CSV or JSON that no provider knows is read")
  .action(run);

async function run(options: Options): Promise<void> {
  const { tz, atPageTime } = options;
  await refuseToOverwrite(options);
  const target = await lineTarget(options.out);
  const { events, people } = await readEvents(options);
  const labels = await readAllLabels(options.labels, onlyProviderOf(events));
  const changes = await readAllChanges(options);
  const known = { labels, changes, people: [...people.values()], settings: DEFAULT_SETTINGS, zone: tz };
  const lines = classifyPages({ ...known, events: letGo(events), atPageTime });
  const about = aboutLabels(labels);
  const count = await target.write(written(lines, about));
  note(`${count} pages ${atPageTime ? "predicted" : "judged"}`);
  for (const line of about.said()) note(line);
}

async function readEvents(options: Options): Promise<Collected> {
  const mapping = options.mapping === undefined ? null : await readMapping(options.mapping);
  const provider = options.provider ?? (mapping ? "generic" : undefined);
  const collected = nothingCollected();
  for (const file of options.pages) await readPages(file, { provider, zone: options.zone ?? null, mapping }, collected);
  if (collected.events.size === 0) throw new AppError("invalid", "No page was read from these files.");
  return collected;
}

/** Whose all pages are, so that labels need not say it; null of several. */
function onlyProviderOf(events: Collected["events"]): string | null {
  const providers = new Set<string>();
  for (const [event] of events.values()) if (event) providers.add(event.provider);
  const [only = null, ...others] = providers;
  return others.length === 0 ? only : null;
}

/** Events are many times larger than the pages folded from them, and nobody needs both. */
function* letGo(events: Collected["events"]): Generator<PageEvent[]> {
  for (const [key, told] of events) {
    events.delete(key);
    yield told;
  }
}

async function readAllLabels(files: readonly string[], onlyProvider: string | null): Promise<Label[]> {
  const labels: Label[] = [];
  for (const file of files) {
    const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") throw new AppError("invalid", `There is no file ${file}.`);
      throw error;
    });
    const read = readLabels(text, onlyProvider);
    for (const error of read.errors) note(`${file}: rejected: ${placed(error)}`);
    const counts = `${read.labels.length} labels read, ${read.silent.length} without a word`;
    note(`${file}: ${counts}, ${read.errors.length} rejected`);
    for (const { label } of read.labels) labels.push(label);
  }
  return labels;
}

async function readAllChanges({ changes: files, zone }: Options): Promise<Change[]> {
  const changes: Change[] = [];
  for (const file of files) {
    const read = await readChanges(await openInput(file), zone ?? null);
    for (const issue of read.issues) note(`${file}: ${placed(issue)}`);
    noteIgnored(file, read.ignored);
    note(`${file}: ${read.changes.length} changes read, ${read.ignored.length} ignored, ${read.issues.length} issues`);
    for (const change of read.changes) changes.push(change);
  }
  return changes;
}

/** Counts the labels whose page or alert is in the output, so that a file of other pages does not go unnoticed. */
function aboutLabels(labels: readonly Label[]) {
  const nameOf = ({ about }: Label) =>
    about.kind === "page" ? `${about.provider}\u0000${about.pageKey}` : about.signature;
  const missing = new Set(labels.map(nameOf));
  return {
    see({ provider, key, signature }: ClassifiedPage) {
      if (missing.size === 0) return;
      missing.delete(`${provider}\u0000${key}`);
      missing.delete(signature);
    },
    said: () =>
      missing.size === 0 ? [] : [`labels of pages or alerts that are in none of these files: ${missing.size}`],
  };
}

function* written(lines: Iterable<ClassifiedPage>, about: ReturnType<typeof aboutLabels>): Generator<string> {
  for (const line of lines) {
    about.see(line);
    yield JSON.stringify(line);
  }
}

async function refuseToOverwrite({ pages, labels, changes, out }: Options): Promise<void> {
  const place = (file: string) => realpath(file).catch(() => null);
  const target = out === "-" ? null : await place(out);
  if (target === null) return;
  for (const file of [...pages, ...labels, ...changes])
    if ((await place(file)) === target) throw new AppError("invalid", `--out ${out} would overwrite ${file}.`);
}
