import { type FailedProofs, failedProofs } from "./failed-proofs";

const holder = globalThis as { squelchFailedLinks?: FailedProofs; squelchHeldBack?: (peer: string) => boolean };

/** Addresses of what was shared that led nowhere. A screen cannot answer 429: our preload of the web server asks here. */
export function failedLinks(): FailedProofs {
  holder.squelchFailedLinks ??= failedProofs();
  const { isHeldBack } = holder.squelchFailedLinks;
  holder.squelchHeldBack ??= (peer) => isHeldBack(peer, Date.now());
  return holder.squelchFailedLinks;
}
