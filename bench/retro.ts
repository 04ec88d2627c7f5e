import { parseArgs } from "node:util";
import { withAdminContext } from "@/bin/admin-context";
import { findBrowsing } from "@/db/drawing/browser";
import { drawPack } from "@/db/drawing/draw-pack";
import { drawPdf } from "@/db/drawing/draw-pdf";
import { readConfig } from "@/lib/config";

/*
 * How long a retro pack of a quarter and its PDF take, from the start of the browser to the last byte. Of a product that
 * runs on the same folder: `SQUELCH_DATA=folder npx tsx bench/retro.ts --port 3000`.
 */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "3000" },
    runs: { type: "string", default: "3" },
    from: { type: "string", default: "now-90d/d" },
    to: { type: "string", default: "now/d" },
  },
});

type Row = { what: string; ms: number; MB: string; bar: number };
const rows: Row[] = [];

await withAdminContext(async (ctx) => {
  const browsing = findBrowsing(readConfig(process.env).chromium, "127.0.0.1", Number(values.port));
  const whom = { db: ctx.db, workspaceId: ctx.workspaceId, userId: ctx.viewer.userId };
  const address = `/retro?${new URLSearchParams({ from: values.from, to: values.to })}`;
  for (let run = 0; run < Number(values.runs); run++) {
    await measured("pack", 10_000, () => drawPack(browsing, whom, address));
    await measured("PDF", 8_000, () => drawPdf(browsing, whom, address, "A4"));
  }
});
console.table(rows);

async function measured(what: string, bar: number, draw: () => Promise<Uint8Array>): Promise<void> {
  const since = performance.now();
  const { length } = await draw();
  rows.push({ what, ms: Math.round(performance.now() - since), MB: (length / 1e6).toFixed(2), bar });
}
