import { strToU8, type Zippable, zipSync } from "fflate";
import { formatIsoDate } from "@/components/format/time";
import type { Range } from "@/lib/contract/noise-report";
import { type Caption, filtersText } from "@/lib/export/caption";
import { type FileSubject, fileName } from "@/lib/export/file-name";
import { pictures } from "./hand-out";
import type { PackedFigure } from "./pack-context";
import { type PackAbout, type PackedText, packText } from "./pack-text";
import { csvOf } from "./table-text";
import { madeNow } from "./use-caption";

/** A table of the pack; its text is had when it is made. */
export type PackTable = { title: string; csv: (madeAt: string) => string | Promise<string> };

type Given = {
  figures: readonly PackedFigure[];
  tables: readonly PackTable[];
  about: PackAbout;
  subject: Omit<FileSubject, "metric">;
  /** Told after each figure, of how many. */
  onStep: (done: number, of: number) => void;
};

/** All of it in one zip: a picture, a drawing and the numbers of each figure, each table, and the text. */
export async function makePack({ figures, tables, about, subject, onStep }: Given): Promise<Uint8Array<ArrayBuffer>> {
  const files: Zippable = {};
  const named = namer(subject);
  const texts: PackedText[] = [];
  for (const [index, { title, table, caption, drawn }] of figures.entries()) {
    const told = caption(about.madeAt);
    const base = `charts/${named(title)}`;
    files[`${base}.csv`] = strToU8(csvOf(table, told));
    const { svg, png } = await pictures(await drawn(), told);
    files[`${base}.svg`] = strToU8(svg);
    // A PNG is packed already.
    files[`${base}.png`] = [new Uint8Array(await png.arrayBuffer()), { level: 0 }];
    texts.push({
      caption: told,
      table,
      picture: `${base}.png`,
      files: ["png", "svg", "csv"].map((ending) => `${base}.${ending}`),
    });
    onStep(index + 1, figures.length);
  }
  const listed = [];
  for (const { title, csv } of tables) {
    const file = `tables/${named(title)}.csv`;
    files[file] = strToU8(await csv(about.madeAt));
    listed.push({ title, file });
  }
  files["README.md"] = strToU8(packText(about, texts, listed));
  return zipSync(files, { level: 6 });
}

type Taken = { caption: (madeAt: string) => Caption; team: string | null; range: Range };

/** What the whole pack is about, but for what it says. */
export function aboutOf({ caption, team, range }: Taken): Omit<PackAbout, "sentence" | "figures"> {
  return {
    title: `Retro pack: ${[team, range.label].filter(Boolean).join(", ")}`,
    range: range.label,
    zone: range.zone.replaceAll("_", " "),
    filters: filtersText(caption("").filters),
    madeAt: madeNow(range.zone),
  };
}

export function subjectOf(team: string | null, { from, to, zone }: Range): Omit<FileSubject, "metric"> {
  const last = new Date(Date.parse(to) - 1).toISOString();
  return { team, days: { first: formatIsoDate(from, zone), last: formatIsoDate(last, zone) }, zone };
}

export const packName = (team: string | null, range: Range): string =>
  fileName({ ...subjectOf(team, range), metric: "retro pack" }, "zip");

/** Names without their ending; a second one of the same name is numbered. */
function namer(subject: Omit<FileSubject, "metric">): (metric: string) => string {
  const taken = new Map<string, number>();
  return (metric) => {
    const name = fileName({ ...subject, metric }, "x").slice(0, -2);
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  };
}
