import { parseArgs } from "node:util";
import { benchImport } from "./import";
import { benchJudge } from "./judge";

const { values } = parseArgs({
  options: {
    incidents: { type: "string", default: "100000" },
    format: { type: "string", default: "both" },
    keep: { type: "string" },
  },
});
// `judge` judges that many stored pages and imports nothing else; with `--keep folder` they stay stored for the next time.
const FORMATS = ["json", "compact", "csv"] as const;
// The compact form is for a million incidents: about 1 kB each.
const formats = values.format === "both" ? (["json", "csv"] as const) : FORMATS.filter((it) => it === values.format);
for (const format of formats) {
  const rows = await benchImport(format, Number(values.incidents));
  console.log(`\nPagerDuty ${format.toUpperCase()}, ${values.incidents} incidents`);
  console.table(Object.fromEntries(rows.map(({ label, value, bar }) => [label, { value, bar }])));
}
if (values.format === "both" || values.format === "judge") {
  const rows = await benchJudge(Number(values.incidents), values.keep);
  console.log(`\nJudging ${values.incidents} stored pages`);
  console.table(Object.fromEntries(rows.map(({ label, value, bar }) => [label, { value, bar }])));
}
