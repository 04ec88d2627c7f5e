import type { Ctx } from "@/db/ctx";
import { sha256 } from "@/db/ids";
import { type Delivered, refused } from "@/db/outbound/delivered";
import { postSlack } from "@/db/outbound/post-slack";
import { postWebhook } from "@/db/outbound/post-webhook";
import type { Digest } from "@/db/queries/digests";
import type { DigestMessage } from "@/lib/contract/digest-message";
import type { DigestPreview } from "@/lib/contract/digests";
import { digestHtml } from "@/lib/report/digest-html";
import { digestSlack } from "@/lib/report/digest-slack";
import { digestText } from "@/lib/report/digest-text";
import { digestWebhook } from "@/lib/report/digest-webhook";
import { openTarget } from "./digest-target";
import type { DigestTools, DrawnPicture } from "./digest-tools";
import { unsubscribeToken } from "./unsubscribe";

/** A message in the form of its channel, and the last step that lets it out. */
export type Ready = { shown: NonNullable<DigestPreview["message"]>; notes: string[]; send: () => Promise<Delivered> };

export type Sending = {
  /** The same on every try, of a test another each time: who has had it may drop a repetition. */
  key: string;
  test: boolean;
  week: string | null;
  /** For a look at it: what takes long is left out. */
  preview?: boolean;
};

export async function readyDigest(
  ctx: Ctx,
  digest: Digest,
  message: DigestMessage,
  tools: DigestTools,
  sending: Sending,
): Promise<Ready> {
  const notes = tools.publicUrl === null ? ["Without links: PUBLIC_URL is not set."] : [];
  const said = sending.test ? { ...message, subject: `[Test] ${message.subject}` } : message;
  switch (digest.channel) {
    case "email":
      return readyMail(ctx, digest, said, tools, { ...sending, notes });
    case "slack":
      return readySlack(digest, said, tools, notes);
    case "webhook":
      return readyWebhook(ctx, digest, said, tools, { ...sending, notes });
  }
}

type Noted = Sending & { notes: string[] };

async function readyMail(
  ctx: Ctx,
  digest: Digest,
  message: DigestMessage,
  tools: DigestTools,
  { key, week, preview = false, notes }: Noted,
): Promise<Ready> {
  const { address, id } = digest;
  if (address === null) throw new Error(`digest ${id} is a mail without an address`);
  const unsubscribe = await unsubscribeLink(ctx, digest, address, tools);
  const { pictures, note } = await picturesOf(ctx, digest, preview ? null : week, tools);
  if (preview && week !== null && tools.draw !== null) notes.push("Its pictures are drawn when it is sent.");
  if (note !== null) notes.push(note);
  const text = digestText(message, { unsubscribe, notes });
  const html = (source: (picture: DrawnPicture) => string) =>
    digestHtml(message, { unsubscribe, notes, pictures, source: (one) => source(one as DrawnPicture) });
  return {
    // The screen has no parts of a mail to show pictures from.
    shown: { subject: message.subject, text, html: html(dataUrl), json: null },
    notes,
    send: async () => {
      if (tools.mail === null) return refused("SQUELCH_SMTP_URL and SQUELCH_MAIL_FROM are not set any more.");
      return tools.mail({
        to: address,
        subject: message.subject,
        text,
        html: html(({ name }) => `cid:${name}`),
        key,
        at: new Date(ctx.now),
        headers: unsubscribe
          ? { "List-Unsubscribe": `<${unsubscribe}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" }
          : {},
        pictures,
      });
    },
  };
}

const dataUrl = ({ png }: DrawnPicture) => `data:image/png;base64,${Buffer.from(png).toString("base64")}`;

/** One address for the click and for the mail program that does it by itself. */
async function unsubscribeLink(
  ctx: Ctx,
  { id }: Digest,
  address: string,
  { publicUrl }: DigestTools,
): Promise<string | null> {
  if (publicUrl === null) return null;
  return new URL(`/api/unsubscribe/${await unsubscribeToken(ctx, id, address)}`, publicUrl).href;
}

type Drawn = { pictures: DrawnPicture[]; note: string | null };

/** A digest goes out without pictures rather than not at all, and says so. */
async function picturesOf(ctx: Ctx, { kind, team }: Digest, week: string | null, tools: DigestTools): Promise<Drawn> {
  if (kind === "weekly" && tools.draw === null)
    return { pictures: [], note: "Without pictures: there is no browser that could draw them." };
  if (week === null || tools.draw === null) return { pictures: [], note: null };
  try {
    return { pictures: await tools.draw(ctx, week, team), note: null };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.error("digest: its pictures were not drawn:", why);
    return { pictures: [], note: "Without pictures: they could not be drawn." };
  }
}

async function readySlack(
  { id, sealed }: Digest,
  message: DigestMessage,
  tools: DigestTools,
  notes: string[],
): Promise<Ready> {
  const slack = digestSlack(message, notes);
  const { url } = openTarget(id, sealed ?? "", tools.ring);
  return {
    shown: { subject: message.subject, text: slack.text, html: null, json: JSON.stringify(slack, null, 2) },
    notes,
    send: () => postSlack(url, JSON.stringify(slack), tools.call),
  };
}

async function readyWebhook(
  { now, workspaceId }: Ctx,
  { id, sealed }: Digest,
  message: DigestMessage,
  tools: DigestTools,
  { key, test, notes }: Noted,
): Promise<Ready> {
  const body = digestWebhook(message, now, notes, test);
  const { url, secret = "" } = openTarget(id, sealed ?? "", tools.ring);
  const text = JSON.stringify(body);
  return {
    shown: { subject: message.subject, text: message.subject, html: null, json: JSON.stringify(body, null, 2) },
    notes,
    send: () =>
      postWebhook(
        { url, secret, id: `msg_${sha256(`${workspaceId} ${key}`).slice(0, 32)}`, at: now, body: text },
        tools.call,
      ),
  };
}
