import type { DigestMessage, LinkedPicture } from "@/lib/contract/digest-message";
import type { Instant } from "@/lib/model/instant";

type Beside = { notes: readonly string[]; pictures: readonly LinkedPicture[]; test: boolean };

/** The body of a generic webhook, as docs/digests.md has it. */
export function digestWebhook(message: DigestMessage, at: Instant, { notes, pictures, test }: Beside): object {
  const { kind, subject, heading, period, lead, figures, leftOut, alerts, decide, forgotten, more } = message;
  return {
    type: kind === "weekly" ? "squelch.digest.weekly" : "squelch.digest.end-of-shift",
    timestamp: new Date(at).toISOString(),
    data: {
      test,
      subject,
      heading,
      period,
      lead,
      figures,
      leftOut,
      pictures: pictures.map(({ url, alt }) => ({ url, alt, type: "image/png" })),
      alerts,
      decide,
      forgotten,
      more,
      notes,
    },
  };
}
