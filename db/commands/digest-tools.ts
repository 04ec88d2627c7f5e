import type { Ctx } from "@/db/ctx";
import type { Outbound } from "@/db/outbound/http";
import type { SendMail } from "@/db/outbound/send-mail";
import type { KeyRing } from "@/db/secrets/key-ring";
import type { DigestPicture } from "@/lib/contract/digest-message";
import type { DigestReport } from "@/lib/report/digest";

export type DrawnPicture = DigestPicture & { png: Uint8Array };

/** What the outside is reached with. */
export type DigestTools = {
  ring: () => KeyRing;
  call: Outbound;
  /** Private host:port pairs that may be called. */
  allow: readonly string[];
  /** Null = nobody set a mail server. */
  mail: SendMail | null;
  /** Origin that people type; null = links are left out. */
  publicUrl: string | null;
  /** Null = there is no browser to draw them. */
  draw: ((ctx: Ctx, week: string, team: string | null) => Promise<DrawnPicture[]>) | null;
  /** As somebody who sees nobody is told it. */
  report: (ctx: Ctx, week: string, team: string | null) => Promise<DigestReport>;
  /** The last week that was over then. */
  weekAt: (ctx: Ctx, team: string | null, at: number) => Promise<string>;
};
