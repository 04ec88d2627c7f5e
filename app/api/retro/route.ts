import { browsing } from "@/app/_http/browsing";
import { drawn } from "@/app/_http/drawn";
import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { drawPack } from "@/db/drawing/draw-pack";
import { drawPdf } from "@/db/drawing/draw-pdf";
import { RetroFile } from "@/lib/contract/retro";
import { fileName } from "@/lib/export/file-name";
import { localDateOf } from "@/lib/time/boundaries";
import { resolveRange } from "@/lib/time/range";

export const maxDuration = 120;

/** The retro screen as a file, drawn by the browser of this machine for the one who asks. */
export function GET(request: Request): Promise<Response> {
  return respond(request, async ({ db, workspaceId, viewer, zone: ctxZone, now }) => {
    const { format, paper, ...filter } = searchOf(request, RetroFile);
    const whom = { db, workspaceId, userId: viewer.userId };
    const given = Object.entries(filter).filter(([, value]) => value !== undefined);
    const address = `/retro?${new URLSearchParams(given)}`;
    const { from, to, tz, team } = filter;
    const zone = tz ?? ctxZone;
    const range = resolveRange({ from, to, zone, now });
    const days = { first: localDateOf(range.from, zone), last: localDateOf(range.to - 1, zone) };
    const subject = { team: team ?? null, metric: "retro pack", days, zone };
    const file =
      format === "pdf" ? await drawPdf(browsing(), whom, address, paper) : await drawPack(browsing(), whom, address);
    return drawn(file, fileName(subject, format));
  });
}
