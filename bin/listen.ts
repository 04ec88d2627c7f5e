import { createServer } from "node:net";
import floors from "@/.ci/safe-floors.json";
import type { Config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import { isSafe } from "@/lib/safe-floors";

const FIRST_PORT = 3000;
const PORTS_TRIED = 50;

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Why we may not listen there, or null. Beyond this machine there must be TLS in front, a secret and a safe Node. */
export function refusal(host: string, { publicUrl, keys }: Config, node: string): string | null {
  if (isLoopback(host)) return null;
  const missing = [
    !publicUrl?.startsWith("https://") && "PUBLIC_URL must be the https:// address that people type",
    !keys && "SQUELCH_KEYS or SQUELCH_KEYS_FILE must hold a secret",
    !nodeIsSafe(node) &&
      `Node ${node} has known holes (${floors.node.because}): use ${floors.node.floors.join(", ")} or later`,
  ].filter((line) => line !== false);
  return missing.length > 0
    ? `Squelch does not listen on ${host}, which other machines can reach:\n- ${missing.join("\n- ")}`
    : null;
}

export function nodeIsSafe(version: string): boolean {
  return isSafe(version, floors.node.floors, 1);
}

/** The port to listen on: exactly the one asked for, else the first free one. */
export async function choosePort(host: string, asked: number | null): Promise<number> {
  if (asked !== null) {
    const taken = await whyTaken(host, asked);
    if (taken === "EADDRINUSE")
      throw new AppError("conflict", `Port ${asked} is in use: give another with --port, or none to find one.`);
    if (taken) throw new AppError("invalid", `Cannot listen on ${host} port ${asked}: ${taken}`);
    return asked;
  }
  for (let port = FIRST_PORT; port < FIRST_PORT + PORTS_TRIED; port += 1) {
    const taken = await whyTaken(host, port);
    if (!taken) return port;
    if (taken !== "EADDRINUSE") throw new AppError("invalid", `Cannot listen on ${host}: ${taken}`);
  }
  throw new AppError(
    "conflict",
    `No port between ${FIRST_PORT} and ${FIRST_PORT + PORTS_TRIED - 1} is free: give one with --port.`,
  );
}

function whyTaken(host: string, port: number): Promise<string | null> {
  return new Promise((done) => {
    const server = createServer();
    server.on("error", (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => done(null)));
  });
}
