import type { DigestKind } from "@/lib/model/digest";

export type DigestFigure = { label: string; value: string; change: string };

export type DigestAlert = { title: string; facts: string; link: string | null };

export type DigestPicture = { name: string; alt: string };

/** One that stands at an address, where whoever reads the message has no part of it that could hold one. */
export type LinkedPicture = { url: string; title: string; alt: string };

/** What a digest says, before a channel gives it its form. Names nobody; every link is whole, or null without PUBLIC_URL. */
export type DigestMessage = {
  kind: DigestKind;
  subject: string;
  heading: string;
  /** Which time it is about, with its zone. */
  period: string;
  lead: string | null;
  figures: readonly DigestFigure[];
  /** Why a figure is not among them. */
  leftOut: string | null;
  alerts: readonly DigestAlert[];
  decide: { title: string; because: string; link: string | null } | null;
  forgotten: { text: string; link: string | null } | null;
  /** The screen that tells it all. */
  more: { text: string; link: string } | null;
  /** Why it was sent, and what it leaves out. */
  footer: string;
};
