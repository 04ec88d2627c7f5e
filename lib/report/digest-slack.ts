import type { DigestMessage, LinkedPicture } from "@/lib/contract/digest-message";
import { cut } from "./digest";

/**
 * https://docs.slack.dev/reference/block-kit/blocks: 50 blocks a message, 150 letters a header, 3,000 a section, 2,000 a
 * field, 2,000 of a picture's title and of what is read out for it. More than 12,000 in all fail as `msg_blocks_too_long` (slackapi/bolt-js#2509).
 */
export const SLACK_LIMITS = {
  blocks: 50,
  header: 150,
  section: 3_000,
  field: 2_000,
  picture: 2_000,
  all: 12_000,
  fallback: 3_000,
} as const;

type Text = { type: "plain_text"; text: string; emoji: false } | { type: "mrkdwn"; text: string; verbatim: true };
type SlackBlock =
  | { type: "header"; text: Text }
  | { type: "section"; text: Text }
  | { type: "section"; fields: Text[] }
  | { type: "context"; elements: Text[] }
  | { type: "image"; image_url: string; alt_text: string; title: Text }
  | { type: "divider" };

/** As the body of a call to an incoming webhook. */
export type SlackMessage = { text: string; blocks: SlackBlock[]; unfurl_links: false; unfurl_media: false };

/** Of text that somebody else wrote, as it is written in mrkdwn. Nine such in a message stay far below all limits. */
const LONGEST = 600;

export function digestSlack(
  message: DigestMessage,
  notes: readonly string[],
  pictures: readonly LinkedPicture[],
): SlackMessage {
  const { heading, period, lead, figures, leftOut, alerts, decide, forgotten, more, footer } = message;
  const blocks: SlackBlock[] = [
    { type: "header", text: plain(cut(oneLine(heading), SLACK_LIMITS.header) || "–") },
    context(written(period)),
    ...(lead ? [section(written(lead))] : []),
    ...(figures.length > 0
      ? [
          {
            type: "section" as const,
            fields: figures.map(({ label, value, change }) =>
              mrkdwn(`*${written(label)}*\n${written(value)}\n${written(change)}`),
            ),
          },
        ]
      : []),
    ...(leftOut ? [context(written(leftOut))] : []),
    ...pictures.map(image),
    ...(alerts.length > 0 ? [{ type: "divider" as const }, section("*Noisiest alerts*")] : []),
    ...alerts.map(({ title, facts, link }, at) => section(`${at + 1}. ${linked(title, link)}\n${written(facts)}`)),
    ...(decide
      ? [
          { type: "divider" as const },
          section(`*One thing to decide*\n${linked(decide.title, decide.link)}\n${written(decide.because)}`),
        ]
      : []),
    ...(forgotten ? [section(linked(forgotten.text, forgotten.link))] : []),
    ...(more ? [section(linked(more.text, more.link))] : []),
    context([footer, ...notes].map((text) => written(text)).join("\n")),
  ];
  return { text: writtenWithin(message.subject, LONGEST), blocks, unfurl_links: false, unfurl_media: false };
}

const plain = (text: string): Text => ({ type: "plain_text", text, emoji: false });
const mrkdwn = (text: string): Text => ({ type: "mrkdwn", text, verbatim: true });
const section = (text: string): SlackBlock => ({ type: "section", text: mrkdwn(text) });
const context = (text: string): SlackBlock => ({ type: "context", elements: [mrkdwn(text)] });

const image = ({ url, title, alt }: LinkedPicture): SlackBlock => ({
  type: "image",
  image_url: url,
  alt_text: cut(oneLine(alt), SLACK_LIMITS.picture),
  title: plain(cut(oneLine(title), SLACK_LIMITS.picture)),
});

const written = (text: string) => writtenWithin(text, LONGEST);

/** An address that we made: `<` and `>` are encoded in it. */
const linked = (text: string, link: string | null) =>
  link === null ? written(text) : `<${link.replaceAll("&", "&amp;").replaceAll("|", "%7C")}|${written(text)}>`;

const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();

/** So many letters of text as are at most `most` once they are escaped; no entity is cut. */
function writtenWithin(text: string, most: number): string {
  const whole = escapeSlack(oneLine(text));
  // Slack refuses an empty text.
  if (whole.trim() === "") return "–";
  if (whole.length <= most) return whole;
  const letters = Array.from(oneLine(text).slice(0, most));
  let [fits, over] = [0, letters.length + 1];
  while (over - fits > 1) {
    const half = (fits + over) >> 1;
    if (escapeSlack(letters.slice(0, half).join("")).length < most) fits = half;
    else over = half;
  }
  return `${escapeSlack(letters.slice(0, fits).join("").trimEnd())}…`;
}

/** Marks that would begin or end bold, italic, struck or code. Between letters or digits they are none. */
const MARKS = /(?<![\p{L}\p{N}])[*_~`]|[*_~`](?![\p{L}\p{N}])/gu;
const NO_WIDTH = "\u200b";

/** https://docs.slack.dev/messaging/formatting-message-text#escaping. A blank without width keeps a mark from meaning something. */
export function escapeSlack(text: string): string {
  return text
    .replaceAll(NO_WIDTH, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(MARKS, (mark) => `${NO_WIDTH}${mark}${NO_WIDTH}`);
}
