import type { DigestTools } from "@/db/commands/digest-tools";
import { openDigestTools } from "@/db/commands/open-digest-tools";
import { browsingIfAny } from "@/db/drawing/browser";
import { readConfig } from "@/lib/config";

/** What this process sends digests with. */
export function digestTools(): DigestTools {
  const { mail, publicUrl, outboundAllow: allow, chromium } = readConfig(process.env);
  const { HOSTNAME: host, PORT: port, SQUELCH_KEYS: keys } = process.env;
  const browsing = host && port ? browsingIfAny(chromium, host, Number(port)) : null;
  return openDigestTools({ keys, allow, mail, publicUrl, browsing });
}

/** What the settings screen says of it. */
export function digestSettings(): { mail: boolean; publicUrl: string | null; pictures: boolean } {
  const { mail, publicUrl, draw } = digestTools();
  return { mail: mail !== null, publicUrl, pictures: draw !== null };
}
