import { type Browsing, findBrowsing } from "@/db/drawing/browser";
import { readConfig } from "@/lib/config";

/** The browser of this machine, and the address at which this process answers it. */
export function browsing(): Browsing {
  const { HOSTNAME: host, PORT: port } = process.env;
  if (!host || !port) throw new Error("HOSTNAME or PORT is missing: the screens are started by `npm start`");
  return findBrowsing(readConfig(process.env).chromium, host, Number(port));
}
