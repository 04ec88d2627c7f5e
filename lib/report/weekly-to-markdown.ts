import type { ReportDifference, WeeklyReport } from "@/lib/contract/weekly-report";
import { type DocumentTable, weeklyDocument } from "./weekly-document";

/** The weekly report as Markdown, for a retro document or a repository. */
export function weeklyToMarkdown(report: WeeklyReport, differences?: readonly ReportDifference[]): string {
  const { title, about, sentence, sections } = weeklyDocument(report, differences);
  const parts = [
    `# ${escaped(title)}`,
    ...about.map(escaped),
    `**${escaped(sentence)}**`,
    ...sections.flatMap(({ heading, paragraphs, tables }) => [
      `## ${escaped(heading)}`,
      ...paragraphs.map(escaped),
      ...tables.map(tableText),
    ]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function tableText({ caption, head, rows }: DocumentTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(" | ")} |`;
  const rule = `|${head.map(() => " --- ").join("|")}|`;
  return [`*${escaped(caption)}*`, "", line(head), rule, ...rows.map(line)].join("\n");
}

/** Text that neither Markdown, the HTML in it nor a terminal reads as anything else; a line end becomes a blank. */
function escaped(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, " ")
    .replaceAll(/[\\`*_{}[\]<>|~#]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2")
    .replace(/^[-+=]/, "\\$&");
}
