import { headers } from "next/headers";

/** Where senders reach us: the public address, or the one that this screen was opened at. */
export async function senderOrigin(): Promise<string> {
  return process.env.PUBLIC_URL || `http://${(await headers()).get("host") ?? "127.0.0.1"}`;
}
