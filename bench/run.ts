import { parseArgs } from "node:util";
import { benchImport } from "./import";

const { values } = parseArgs({
  options: { incidents: { type: "string", default: "100000" }, format: { type: "string", default: "both" } },
});
const formats =
  values.format === "both" ? (["json", "csv"] as const) : ([values.format === "csv" ? "csv" : "json"] as const);
for (const format of formats) {
  const rows = await benchImport(format, Number(values.incidents));
  console.log(`\nPagerDuty ${format.toUpperCase()}, ${values.incidents} incidents`);
  console.table(Object.fromEntries(rows.map(({ label, value, bar }) => [label, { value, bar }])));
}
