import { type KeyRing, openKeyRing } from "@/db/secrets/key-ring";
import { readConfig } from "@/lib/config";

/** What stored secrets are sealed with. */
export function keyRing(): KeyRing {
  return openKeyRing(process.env.SQUELCH_KEYS);
}

/** Private host:port pairs that may be called. */
export function outboundAllow(): readonly string[] {
  return readConfig(process.env).outboundAllow;
}

/** Git remotes that may be pushed to. */
export function gitRemotes(): readonly string[] {
  return readConfig(process.env).gitRemotes;
}
