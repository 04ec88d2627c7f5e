import { parseArgs } from "node:util";
import { benchImport } from "./import";

const { values } = parseArgs({
  options: { incidents: { type: "string", default: "100000" }, format: { type: "string", default: "both" } },
});
const FORMATS = ["json", "compact", "csv"] as const;
// The compact form is for a million incidents: about 1 kB each.
const formats = values.format === "both" ? (["json", "csv"] as const) : FORMATS.filter((it) => it === values.format);
for (const format of formats) {
  const rows = await benchImport(format, Number(values.incidents));
  console.log(`\nPagerDuty ${format.toUpperCase()}, ${values.incidents} incidents`);
  console.table(Object.fromEntries(rows.map(({ label, value, bar }) => [label, { value, bar }])));
}
