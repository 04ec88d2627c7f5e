import type { Ctx } from "@/db/ctx";
import type { Browsing } from "@/db/drawing/browser";
import { drawPictures } from "@/db/drawing/draw-pack";
import { outbound } from "@/db/outbound/http";
import { type MailSettings, mailThrough } from "@/db/outbound/send-mail";
import { subjectOf } from "@/db/queries/report-subject";
import { weeklyReport } from "@/db/queries/weekly-report";
import { openKeyRing } from "@/db/secrets/key-ring";
import { lastWeek, weekRange } from "@/lib/time/report-week";
import type { DigestTools, DrawnPicture } from "./digest-tools";

type Options = {
  /** Text of the key ring. */
  keys: string | null | undefined;
  allow: readonly string[];
  mail: MailSettings | null;
  publicUrl: string | null;
  /** Null = no browser was found. */
  browsing: Browsing | null;
};

const asked = (team: string | null): { team?: string } => (team === null ? {} : { team });

export function openDigestTools({ keys, allow, mail, publicUrl, browsing }: Options): DigestTools {
  return {
    ring: () => openKeyRing(keys),
    call: outbound(allow),
    allow,
    mail: mail && mailThrough(mail),
    publicUrl,
    draw: browsing && ((ctx, week, team) => drawn(browsing, ctx, week, team)),
    report: (ctx, week, team) => weeklyReport(ctx, week, asked(team)),
    weekAt: async (ctx, team, at) => lastWeek(at, ctx.zone, (await subjectOf(ctx, asked(team))).handOver),
  };
}

/** Without titles of alerts, in which somebody may have written a name. */
const FIGURES = "verdict-trend";
const ALT = "Pages a week by verdict, the last twelve weeks";

/** For somebody who sees nobody. */
async function drawn(browsing: Browsing, ctx: Ctx, week: string, team: string | null): Promise<DrawnPicture[]> {
  const { handOver } = await subjectOf(ctx, asked(team));
  const { from, to } = weekRange(week, ctx.zone, handOver);
  const query = new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    tz: ctx.zone,
    ...(team === null ? {} : { team }),
    figures: FIGURES,
  });
  const whom = { db: ctx.db, workspaceId: ctx.workspaceId, userId: null };
  const pictures = await drawPictures(browsing, whom, `/retro?${query}`);
  return pictures.map(({ png }, at) => ({ name: `trend-${at + 1}.png`, alt: ALT, png }));
}
