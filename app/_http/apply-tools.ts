import type { ApplyTools } from "@/db/commands/apply-tools";
import { outbound } from "@/db/outbound/http";
import { gitRemotes, keyRing, outboundAllow } from "./outbound-settings";
import { senderOrigin } from "./sender-origin";

/** What carrying out a decision needs, as this process is configured. */
export async function applyTools(): Promise<ApplyTools> {
  return { ring: keyRing, call: outbound(outboundAllow()), remotes: gitRemotes(), origin: await senderOrigin() };
}
