import { type Caption, captionLines } from "@/lib/export/caption";
import type { FigureTable } from "./table";
import { inMarkdown, markdownTable } from "./table-text";

/** A figure of the pack with the files that it is in; `picture` null where none could be drawn. */
export type PackedText = { caption: Caption; table: FigureTable; picture: string | null; files: readonly string[] };

export type PackAbout = {
  /** "Retro pack: payments, 1 Jul – 30 Sep 2026" */
  title: string;
  /** What the range comes to, in a sentence. */
  sentence: string;
  /** "Noise share: 61 % (54–68 %), n = 144 pages; 70 % in the period before" */
  figures: readonly string[];
  range: string;
  zone: string;
  filters: string;
  madeAt: string;
};

/** The text of a pack: what it is about, what is in it, and each figure with its picture and its numbers. */
export function packText(
  about: PackAbout,
  figures: readonly PackedText[],
  tables: readonly { title: string; file: string }[],
): string {
  const contents = figures.map(({ caption, files }) => `- ${inMarkdown(caption.title)}: ${files.map(link).join(", ")}`);
  return [
    `# ${inMarkdown(about.title)}`,
    inMarkdown(about.sentence),
    about.figures.map((line) => `- ${inMarkdown(line)}`).join("\n"),
    inMarkdown(`${about.range} · range in ${about.zone} · ${about.filters} · made at ${about.madeAt} with Squelch`),
    "## What is in this pack",
    [...contents, ...tables.map(({ title, file }) => `- ${inMarkdown(title)}: ${link(file)}`)].join("\n"),
    ...figures.map(figureText),
  ].join("\n\n");
}

function figureText({ caption, table, picture }: PackedText): string {
  return [
    `## ${inMarkdown(caption.title)}`,
    inMarkdown(caption.sentence),
    picture === null ? null : `![${inMarkdown(caption.title)}](${encodeURI(picture)})`,
    table.rows.length === 0 ? null : markdownTable(table),
    ...captionLines(caption).map(inMarkdown),
  ]
    .filter((part) => part !== null)
    .join("\n\n");
}

const link = (file: string) => `[${inMarkdown(file.replace(/^.*\./, ""))}](${encodeURI(file)})`;
