import type { DigestMessage } from "@/lib/contract/digest-message";

type Options = {
  /** Where somebody who wants no more says so, without signing in. */
  unsubscribe: string | null;
  /** What this one lacks, such as pictures. */
  notes: readonly string[];
};

/** The plain-text part of a mail. */
export function digestText(message: DigestMessage, { unsubscribe, notes }: Options): string {
  const { heading, period, lead, figures, leftOut, alerts, decide, forgotten, more, footer } = message;
  const parts = [
    [heading, period],
    [lead],
    [...figures.map(({ label, value, change }) => `${label}: ${value}, ${change}`), leftOut],
    alerts.length > 0
      ? [
          "Noisiest alerts",
          ...alerts.flatMap(({ title, facts, link }, at) => [
            `${at + 1}. ${title}`,
            `   ${facts}`,
            link && `   ${link}`,
          ]),
        ]
      : [],
    decide ? ["One thing to decide", decide.title, decide.because, decide.link] : [],
    forgotten ? [forgotten.text, forgotten.link] : [],
    more ? [`${more.text}: ${more.link}`] : [],
    ["--", footer, ...notes, unsubscribe && `No more of these: ${unsubscribe}`],
  ];
  return `${parts
    .map((lines) => lines.flatMap((line) => (line ? [plain(line)] : [])).join("\n"))
    .filter(Boolean)
    .join("\n\n")}\n`;
}

/** A title keeps to its line. */
const plain = (line: string) => line.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
