import type { DigestFigure } from "@/lib/contract/digest-message";

/** What is read out instead of a picture: what it shows, and the figures of the week at its end. */
export function pictureWords(title: string, figures: readonly DigestFigure[]): string {
  const told = figures.map(({ label, value, change }) => `${label}: ${value}, ${change}`);
  return told.length === 0 ? `${title}.` : `${title}. ${told.join("; ")}.`;
}
