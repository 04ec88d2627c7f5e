import { lookup as systemLookup } from "node:dns";
import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from "request-filtering-agent";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 5 * 1024 * 1024;

export type OutboundRequest = {
  url: string;
  method?: "GET" | "POST" | "PUT" | "DELETE";
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** From the first look-up to the last byte of the answer. */
  timeoutMs?: number;
  /** Of the answer's body; a longer one is refused, not cut. */
  maxBytes?: number;
};

/** Names of headers are in lower case. */
export type OutboundAnswer = { status: number; headers: Readonly<Record<string, string>>; body: Buffer };

export type Outbound = (request: OutboundRequest) => Promise<OutboundAnswer>;

/**
 * `refused`: we may not or will not; trying again changes nothing. `failed`: the network; it may work next time.
 * `mayHaveArrived`: the other side was reached, and what it did with the request is not known.
 */
export class OutboundError extends Error {
  constructor(
    readonly kind: "refused" | "failed",
    message: string,
    readonly mayHaveArrived = false,
  ) {
    super(message);
    this.name = "OutboundError";
  }
}

/** Resolves a name to all of its addresses. */
type Lookup = typeof systemLookup;

type Options = { lookup?: Lookup };

/**
 * The only way out of the house. It connects to no address that it has not checked, follows no redirect and decodes no
 * compression. `allow` holds the host:port pairs whose address may be a private one, or the machine's own.
 */
export function outbound(allow: readonly string[], { lookup = systemLookup }: Options = {}): Outbound {
  const allowed = new Set(allow.map((pair) => pair.toLowerCase()));
  return async (request) => {
    const url = readUrl(request.url);
    const mayBePrivate = allowed.has(hostAndPort(url));
    refuseByUrl(url, mayBePrivate);
    return call(url, request, mayBePrivate, lookup);
  };
}

function readUrl(text: string): URL {
  if (!URL.canParse(text)) throw new OutboundError("refused", "This is no address that can be called.");
  return new URL(text);
}

/** As it stands in the list: the port is always written out, an IPv6 address is in brackets. */
export function hostAndPort(url: URL): string {
  return `${url.hostname.toLowerCase()}:${url.port || (url.protocol === "https:" ? "443" : "80")}`;
}

/** What the address alone tells. WHATWG URLs have made decimal, octal and hexadecimal addresses plain by now. */
function refuseByUrl(url: URL, mayBePrivate: boolean): void {
  const { protocol, username, password } = url;
  if (protocol !== "https:" && !(protocol === "http:" && mayBePrivate))
    throw new OutboundError("refused", `${url.host}: only https addresses are called.`);
  if (username !== "" || password !== "")
    throw new OutboundError("refused", `${url.host}: an address with a user name or password in it is not called.`);
  const host = bareHost(url);
  // A literal address is never looked up.
  if (isIP(host) !== 0) refuseAddress(host, host, mayBePrivate);
}

function bareHost({ hostname }: URL): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}

const PUBLIC: ReadonlySet<string> = new Set(["unicast"]);
const PUBLIC_OR_PRIVATE: ReadonlySet<string> = new Set(["unicast", "private", "loopback", "uniqueLocal"]);

/** Metadata services at addresses that are not link-local: Alibaba Cloud, Oracle Cloud, AWS over IPv6. */
const METADATA: ReadonlySet<string> = new Set(["100.100.100.200", "192.0.0.192", "fd00:ec2:0:0:0:0:0:254"]);

/** Link-local, metadata, multicast, translated and reserved addresses are refused whatever is allowed. */
function refuseAddress(address: string, host: string, mayBePrivate: boolean): void {
  // An IPv4 address within an IPv6 one is judged as what it leads to.
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  // Of IPv6 only 2000::/3 is given out; the rest, such as ::7f00:1, is left over from old ways to reach IPv4.
  const isGivenOut =
    parsed.kind() === "ipv4" || range !== "unicast" || ((parsed.toByteArray()[0] ?? 0) & 0xe0) === 0x20;
  const isKind = (mayBePrivate ? PUBLIC_OR_PRIVATE : PUBLIC).has(range) && isGivenOut;
  if (isKind && !METADATA.has(parsed.toString()) && !METADATA.has(parsed.toNormalizedString())) return;
  throw new OutboundError(
    "refused",
    `${host} leads to ${address}, which is not a public address. Private ones must be listed in SQUELCH_OUTBOUND_ALLOW.`,
  );
}

/** Looks up, and hands on only addresses all of which are checked: what is connected to is what was checked. */
function checkedLookup(lookup: Lookup, mayBePrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) {
        callback(error ?? new OutboundError("failed", `${hostname} has no address.`), "", 4);
        return;
      }
      try {
        for (const { address } of addresses) refuseAddress(address, hostname, mayBePrivate);
      } catch (refusal) {
        callback(refusal as OutboundError, "", 4);
        return;
      }
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function call(url: URL, request: OutboundRequest, mayBePrivate: boolean, lookup: Lookup): Promise<OutboundAnswer> {
  const { method = "GET", headers = {}, body, timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES } = request;
  const isHttps = url.protocol === "https:";
  // A second, independent check of the address; no connection is kept for another call.
  const filter = { allowPrivateIPAddress: mayBePrivate, allowMetaIPAddress: false, keepAlive: false };
  const options = {
    method,
    agent: isHttps ? new RequestFilteringHttpsAgent(filter) : new RequestFilteringHttpAgent(filter),
    lookup: checkedLookup(lookup, mayBePrivate),
    headers: {
      "user-agent": "squelch",
      ...headers,
      "accept-encoding": "identity",
      ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
    },
  };
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = (isHttps ? httpsRequest : httpRequest)(url, options);
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs / 1000} s`), timeoutMs);
    const end = (error: OutboundError) => {
      clearTimeout(timer);
      reject(error);
      sent.destroy();
    };
    // Before the connection stands, with its TLS, nothing of the request has left.
    let reached = false;
    sent.on("socket", (socket) => socket.once(isHttps ? "secureConnect" : "connect", () => (reached = true)));
    const fail = (why: string) => end(new OutboundError("failed", `${url.host}: ${why}.`, reached));
    sent.on("error", (error) => (error instanceof OutboundError ? end(error) : fail(error.message)));
    sent.on("response", (response) => {
      readAnswer(url, response, maxBytes).then(
        (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
        (error: unknown) => (error instanceof OutboundError ? end(error) : fail(messageOf(error))),
      );
    });
    sent.end(body);
  });
}

async function readAnswer(url: URL, response: IncomingMessage, maxBytes: number): Promise<OutboundAnswer> {
  const status = response.statusCode ?? 0;
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  if (status >= 300 && status < 400)
    throw new OutboundError("refused", `${url.host} answered ${status}: redirects are not followed.`);
  if ((headers["content-encoding"] ?? "identity") !== "identity")
    throw new OutboundError("refused", `${url.host} sent a compressed answer that was not asked for.`, true);
  const tooLong = () => new OutboundError("refused", `${url.host}: the answer is longer than ${maxBytes} bytes.`, true);
  if (Number(headers["content-length"] ?? 0) > maxBytes) throw tooLong();
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBytes) throw tooLong();
    parts.push(part);
  }
  // Node ends the stream quietly where a body without a length is cut; with one it does not.
  if (!response.complete) throw new OutboundError("failed", `${url.host}: the answer was cut off.`, true);
  return { status, headers, body: Buffer.concat(parts) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
