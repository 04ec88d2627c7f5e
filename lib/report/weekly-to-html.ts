import type { ReportDifference, WeeklyReport } from "@/lib/contract/weekly-report";
import { type DocumentTable, weeklyDocument } from "./weekly-document";

/** Light, on paper and screen; nothing is loaded from elsewhere and nothing runs. */
const STYLE = `
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, sans-serif; color: #18181b; background: #fff; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.about { color: #52525b; margin: 0; } .sentence { font-size: 1.15rem; font-weight: 600; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-variant-numeric: tabular-nums; font-size: 0.9rem; }
caption { text-align: left; color: #52525b; padding-bottom: 0.35rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.5rem; border-bottom: 1px solid #d4d4d8; overflow-wrap: anywhere; }
thead th { border-bottom: 2px solid #71717a; }
@page { margin: 15mm; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } thead { display: table-header-group; } tr { break-inside: avoid; } h2 { break-after: avoid; } }
`;

/** The weekly report as one HTML document that stands by itself, to be printed, mailed or kept. */
export function weeklyToHtml(report: WeeklyReport, differences?: readonly ReportDifference[]): string {
  const { title, about, sentence, sections } = weeklyDocument(report, differences);
  const body = [
    `<h1>${escaped(title)}</h1>`,
    ...about.map((line) => `<p class="about">${escaped(line)}</p>`),
    `<p class="sentence">${escaped(sentence)}</p>`,
    ...sections.flatMap(({ key, heading, paragraphs, tables }) => [
      `<section id="${key}">`,
      `<h2>${escaped(heading)}</h2>`,
      ...paragraphs.map((text) => `<p>${escaped(text)}</p>`),
      ...tables.map(tableHtml),
      "</section>",
    ]),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body.join("\n")}
</main>
</body>
</html>
`;
}

function tableHtml({ caption, head, rows }: DocumentTable): string {
  const heads = head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join("");
  const lines = rows.map(([first = "", ...rest]) => {
    const cells = rest.map((cell) => `<td>${escaped(cell)}</td>`).join("");
    return `<tr><th scope="row">${escaped(first)}</th>${cells}</tr>`;
  });
  return `<table>\n<caption>${escaped(caption)}</caption>\n<thead><tr>${heads}</tr></thead>\n<tbody>\n${lines.join("\n")}\n</tbody>\n</table>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}
