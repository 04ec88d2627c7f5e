import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { door } from "./door";
import { type Addressed, receiveMessage } from "./receive";

const ADDRESS = /^\/api\/ingest\/([\w-]+)(?:\/([\w-]+))?$/;

/** True where it takes the request; else it goes on to the router. */
type Ingest = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Deliveries from now on are received before the router: our preload of the web server asks here first. */
export function handOver(): void {
  (globalThis as { squelchIngest?: Ingest }).squelchIngest = ingest;
}

function ingest(request: IncomingMessage, response: ServerResponse): boolean {
  const pathname = request.url?.split("?", 1)[0] ?? "";
  const [, slug, token = null] = (request.method === "POST" && ADDRESS.exec(pathname)) || [];
  if (slug === undefined) return false;
  void take(request, response, { slug, token }, pathname);
  return true;
}

async function take(request: IncomingMessage, response: ServerResponse, to: Addressed, pathname: string) {
  try {
    await receiveMessage(door(), request, response, to, pathname);
  } catch (error) {
    console.error(`${randomUUID()} ingest`, error);
    if (!response.headersSent) response.writeHead(503, { "retry-after": "30" });
    response.end();
  }
}
