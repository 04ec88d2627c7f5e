import type { DigestMessage, DigestPicture } from "@/lib/contract/digest-message";
import { cut } from "./digest";

type Options = {
  unsubscribe: string | null;
  notes: readonly string[];
  pictures: readonly DigestPicture[];
  /** The address of a picture: `cid:` in a mail. */
  source: (picture: DigestPicture) => string;
};

/** A title is text of somebody else's: long enough to be known again. */
const LONGEST = 300;

const INK = "#18181b";
const QUIET = "#52525b";
const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/**
 * The HTML part of a mail: one column of tables with styles on the elements, as mail programs want it, without a script,
 * a style sheet or anything that is loaded from elsewhere.
 */
export function digestHtml(message: DigestMessage, options: Options): string {
  const { subject, heading, period, lead, figures, leftOut, alerts, decide, forgotten, more, footer } = message;
  const { unsubscribe, notes, pictures, source } = options;
  const rows = [
    `${line(heading, `font-size:20px;line-height:28px;font-weight:600;color:${INK}`, "h1")}${line(period, small)}`,
    lead ? line(lead, body) : "",
    figures.length > 0 ? figureTable(figures) : "",
    leftOut ? line(leftOut, small) : "",
    ...pictures.map((picture) => pictureOf(picture, source(picture))),
    alerts.length > 0 ? `${title("Noisiest alerts")}${alerts.map(alertOf).join("")}` : "",
    decide
      ? `${title("One thing to decide")}${line(decide.title, strong)}${line(decide.because, body)}${link(decide.link, "Look at it and decide")}`
      : "",
    forgotten ? `${line(forgotten.text, body)}${link(forgotten.link, "Open the decisions")}` : "",
    more ? button(more.link, more.text) : "",
    [footer, ...notes].map((text) => line(text, small)).join("") +
      (unsubscribe ? `<p style="margin:4px 0 0;${small}">${anchor(unsubscribe, "No more of these")}</p>` : ""),
  ].filter(Boolean);
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">`,
    `<meta name="color-scheme" content="light"><title>${escapeHtml(subject)}</title></head>`,
    `<body style="margin:0;padding:0;background:#f4f4f5">`,
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f4f5"><tr><td align="center" style="padding:16px 8px">`,
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border:1px solid #e4e4e7;border-radius:8px">`,
    ...rows.map(
      (row) =>
        `<tr><td style="padding:12px 20px;${FONT};overflow-wrap:anywhere;word-break:break-word">${row}</td></tr>`,
    ),
    `</table></td></tr></table></body></html>`,
  ].join("\n");
}

const body = `font-size:15px;line-height:22px;color:${INK}`;
const strong = `font-size:15px;line-height:22px;font-weight:600;color:${INK}`;
const small = `font-size:13px;line-height:19px;color:${QUIET}`;

const line = (text: string, style: string, tag: "p" | "h1" | "h2" = "p") =>
  `<${tag} style="margin:0 0 2px;${style}">${escapeHtml(cut(text, LONGEST))}</${tag}>`;

const title = (text: string) =>
  line(text, `margin:0 0 6px;font-size:13px;line-height:19px;font-weight:600;color:${QUIET}`, "h2");

function figureTable(figures: DigestMessage["figures"]): string {
  const rows = figures.map(
    ({ label, value, change }) =>
      `<tr><td style="padding:6px 8px 6px 0;border-top:1px solid #e4e4e7;vertical-align:top;overflow-wrap:normal;word-break:normal;${small}">${escapeHtml(label)}</td>` +
      `<td style="padding:6px 0;border-top:1px solid #e4e4e7;vertical-align:top;text-align:right;${strong}">${escapeHtml(value)}<br>` +
      `<span style="font-weight:400;${small}">${escapeHtml(change)}</span></td></tr>`,
  );
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${rows.join("")}</table>`;
}

function alertOf({ title: text, facts, link: to }: DigestMessage["alerts"][number], at: number): string {
  const shown = escapeHtml(cut(text, LONGEST));
  const head = to === null ? shown : `<a href="${escapeHtml(to)}" style="color:#0b5394">${shown}</a>`;
  return `<p style="margin:0 0 8px;${body}">${at + 1}. ${head}<br><span style="${small}">${escapeHtml(facts)}</span></p>`;
}

const pictureOf = ({ alt }: DigestPicture, source: string) =>
  `<img src="${escapeHtml(source)}" alt="${escapeHtml(alt)}" width="560" style="display:block;width:100%;max-width:560px;height:auto;border:0">`;

const anchor = (to: string, text: string) =>
  `<a href="${escapeHtml(to)}" style="color:#0b5394">${escapeHtml(text)}</a>`;

const link = (to: string | null, text: string) =>
  to === null ? "" : `<p style="margin:4px 0 0;${body}">${anchor(to, text)}</p>`;

const button = (to: string, text: string) =>
  `<a href="${escapeHtml(to)}" style="display:inline-block;padding:10px 16px;background:${INK};color:#ffffff;border-radius:6px;font-size:15px;line-height:20px;font-weight:600;text-decoration:none">${escapeHtml(text)}</a>`;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text within an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? "");
}
