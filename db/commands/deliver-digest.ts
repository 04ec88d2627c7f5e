import type { Ctx } from "@/db/ctx";
import { sha256 } from "@/db/ids";
import { type Delivered, refused } from "@/db/outbound/delivered";
import { postSlack } from "@/db/outbound/post-slack";
import { postWebhook } from "@/db/outbound/post-webhook";
import type { Digest } from "@/db/queries/digests";
import { nameless } from "@/db/queries/named/nameless";
import type { DigestMessage, LinkedPicture } from "@/lib/contract/digest-message";
import type { DigestPreview } from "@/lib/contract/digests";
import { digestHtml } from "@/lib/report/digest-html";
import { digestSlack, type SlackMessage } from "@/lib/report/digest-slack";
import { digestText } from "@/lib/report/digest-text";
import { digestWebhook } from "@/lib/report/digest-webhook";
import { pictureWords } from "@/lib/report/picture-words";
import { openTarget } from "./digest-target";
import type { DigestTools, DrawnPicture } from "./digest-tools";
import { keepPicture } from "./keep-picture";
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
      return readySlack(ctx, digest, said, tools, { ...sending, notes });
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
  sending: Noted,
): Promise<Ready> {
  const { key, notes } = sending;
  const { address, id } = digest;
  if (address === null) throw new Error(`digest ${id} is a mail without an address`);
  const unsubscribe = await unsubscribeLink(ctx, digest, address, tools);
  const pictures = await picturesOf(ctx, digest, tools, sending);
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

/** Noted with why there are none. A digest goes out without pictures rather than not at all. */
async function picturesOf(
  ctx: Ctx,
  { kind, team }: Digest,
  { draw }: DigestTools,
  { week, preview = false, notes }: Noted,
): Promise<DrawnPicture[]> {
  if (kind !== "weekly" || week === null) return [];
  if (draw === null) return without(notes, "there is no browser that could draw them.");
  if (team !== null && (await namesSomebody(ctx, team)))
    return without(notes, "they would show the name of the team, which names somebody.");
  if (preview) {
    notes.push("Its pictures are drawn when it is sent.");
    return [];
  }
  try {
    return await draw(ctx, week, team);
  } catch (error) {
    return failed(notes, "they could not be drawn.", error);
  }
}

/** Said in the message, and in the list of what was sent. */
function without(notes: string[], why: string): [] {
  notes.push(`Without pictures: ${why}`);
  return [];
}

/** What went wrong is for the log. */
function failed(notes: string[], why: string, error: unknown): [] {
  console.error(`digest: without pictures, ${why}`, error instanceof Error ? error.message : String(error));
  return without(notes, why);
}

const namesSomebody = async (ctx: Ctx, team: string) => (await nameless(ctx, new Set(), [team])).text(team) !== team;

/** For a message that holds no picture itself: each stands at an address, where links may be shared at all. */
async function linkedPictures(
  ctx: Ctx,
  digest: Digest,
  { figures }: DigestMessage,
  tools: DigestTools,
  sending: Noted,
): Promise<LinkedPicture[]> {
  const { publicUrl } = tools;
  const { notes } = sending;
  if (digest.kind !== "weekly") return [];
  if (ctx.settings.shareLinks !== true)
    return without(notes, "share links are off. An admin may allow them under Settings, Privacy.");
  if (publicUrl === null) return without(notes, "PUBLIC_URL, under which they would stand, is not set.");
  if (digest.channel === "slack" && new URL(publicUrl).protocol !== "https:")
    return without(notes, "Slack takes them by https only, and PUBLIC_URL is another address.");
  const drawn = await picturesOf(ctx, digest, tools, sending);
  try {
    return await Promise.all(
      drawn.map(async ({ alt: title, png }) => {
        const { href } = new URL(await keepPicture(ctx, png), publicUrl);
        return { url: href, title, alt: pictureWords(title, figures) };
      }),
    );
  } catch (error) {
    return failed(notes, "they could not be kept.", error);
  }
}

async function readySlack(
  ctx: Ctx,
  digest: Digest,
  message: DigestMessage,
  tools: DigestTools,
  sending: Noted,
): Promise<Ready> {
  const { notes } = sending;
  const pictures = await linkedPictures(ctx, digest, message, tools, sending);
  const slack = digestSlack(message, notes, pictures);
  const { url } = openTarget(digest.id, digest.sealed ?? "", tools.ring);
  const post = (body: SlackMessage) => postSlack(url, JSON.stringify(body), tools.call);
  return {
    shown: { subject: message.subject, text: slack.text, html: null, json: JSON.stringify(slack, null, 2) },
    notes,
    send: async () => {
      const delivered = await post(slack);
      if (pictures.length === 0 || delivered.kind !== "refused" || delivered.mayRetry) return delivered;
      // Slack refuses a whole message where it cannot fetch a picture of it: nothing arrived.
      without(notes, "Slack did not take them. It fetches them from PUBLIC_URL.");
      return post(digestSlack(message, notes, []));
    },
  };
}

async function readyWebhook(
  ctx: Ctx,
  digest: Digest,
  message: DigestMessage,
  tools: DigestTools,
  sending: Noted,
): Promise<Ready> {
  const { now, workspaceId } = ctx;
  const { key, test, notes } = sending;
  const pictures = await linkedPictures(ctx, digest, message, tools, sending);
  const body = digestWebhook(message, now, { notes, pictures, test });
  const { url, secret = "" } = openTarget(digest.id, digest.sealed ?? "", tools.ring);
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
