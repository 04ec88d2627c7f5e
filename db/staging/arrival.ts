import type { Instant } from "@/lib/model/instant";

/** A request at a webhook's address, before anything about it is known to be true. */
export type Arrival = {
  /** Names the source. */
  slug: string;
  /** Of the path, where the sender can set neither signature nor header. */
  token: string | null;
  /** The address as people type it at the sender. */
  url: string;
  /** Names in lower case; cookies left out. */
  headers: Record<string, string>;
  body: Uint8Array;
  receivedAt: Instant;
  receiptId: string;
};

export function withoutBody<T extends { body: Uint8Array }>(whole: T): Omit<T, "body"> {
  const rest: Omit<T, "body"> & { body?: Uint8Array } = { ...whole };
  delete rest.body;
  return rest;
}
