import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What goes wrong with a request: too many, an error, a body cut in its middle, a slow one, a change of the data. */
export type Mishap = "429" | "500" | "cut" | "slow" | "change";

export type FakeAnswer = { status: number; body: unknown; headers?: Record<string, string> };

export type FakeServer = {
  url: string;
  /** For SQUELCH_OUTBOUND_ALLOW. */
  pair: string;
  /** Path and query of each request, in order. */
  requests: string[];
  close(): Promise<void>;
};

type Options = {
  answer(path: string, query: URLSearchParams, sent: { method: string; body: string }): FakeAnswer;
  /** Null where the header is right. */
  refuse(authorization: string | undefined): FakeAnswer | null;
  tooMany(secondsLeft: number): FakeAnswer;
  limitHeaders(left: number, secondsLeft: number): Record<string, string>;
  perMinute: number;
  now(): number;
  /** By the number of the request, from 0. */
  mishap?(request: number): Mishap | null;
  change?(): void;
  slowMs?: number;
};

/** An API on loopback that keeps to its limits, and misbehaves as told. */
export async function startFakeServer(options: Options): Promise<FakeServer> {
  const requests: string[] = [];
  let minute = { beganAt: 0, count: 0 };
  const respond = (request: IncomingMessage, response: ServerResponse, body: string) => {
    const number = requests.length;
    requests.push(request.url ?? "");
    const now = options.now();
    if (now - minute.beganAt >= 60_000) minute = { beganAt: now, count: 0 };
    minute.count += 1;
    const secondsLeft = Math.ceil((minute.beganAt + 60_000 - now) / 1000);
    const left = options.perMinute - minute.count;
    const mishap = options.mishap?.(number) ?? null;
    if (mishap === "change") options.change?.();
    const url = new URL(request.url ?? "/", "http://fake");
    const answer =
      options.refuse(request.headers.authorization) ??
      (left < 0 || mishap === "429"
        ? options.tooMany(secondsLeft)
        : mishap === "500"
          ? { status: 500, body: "<html>oops</html>" }
          : options.answer(url.pathname, url.searchParams, { method: request.method ?? "GET", body }));
    const headers = { ...options.limitHeaders(Math.max(0, left), secondsLeft), ...answer.headers };
    const send = () => sendAnswer(request, response, { ...answer, headers }, mishap === "cut");
    if (mishap === "slow") setTimeout(send, options.slowMs ?? 50);
    else send();
  };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (part: string) => {
      body += part;
    });
    request.on("end", () => respond(request, response, body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    pair: `127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

function sendAnswer(
  _request: IncomingMessage,
  response: ServerResponse,
  { status, body, headers }: FakeAnswer,
  cut: boolean,
): void {
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  response.writeHead(status, { "content-type": "application/json", "content-length": bytes.length, ...headers });
  if (!cut) response.end(bytes);
  else response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}

export function without(item: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
}
