import type { RefusalReason } from "@/lib/contract/source";

const WORDS: Record<RefusalReason, string> = {
  "proof-missing": "no signature, secret or token came with it",
  "proof-wrong": "its signature, secret or token is not ours",
  "outside-window": "its signed time is too far from our clock",
  "too-large": "its body is over the limit of its provider",
  "type-not-allowed": "its content type is not one that the provider sends",
  "encoding-not-allowed": "its body was compressed, which is not read",
  "source-deleted": "the source was deleted here, and the sender still has its address",
  "too-slow": "its body came too slowly",
  "too-many": "too many came at once; the sender was asked to come again",
  "spool-full": "neither the database nor the spool could take it; the sender was asked to come again",
};

/** Why a request was turned away, in words. Reasons of later versions are shown as they are. */
export const REFUSAL_WORDS: Readonly<Record<string, string | undefined>> = WORDS;
