/** Preloaded into the web server: what a route cannot set, see or wait for. */
import { subscribe } from "node:diagnostics_channel";
import http from "node:http";
import { syncBuiltinESMExports } from "node:module";

/**
 * Node waits 60 s for a request's headers and looks only every 30 s: a sender that dawdles would hold its socket for 90.
 * Bodies have limits of their own, because an upload may well take minutes.
 */
const LIMITS = {
  headersTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
  // Longer than senders and proxies keep a connection for their next request, which else may meet its end.
  keepAliveTimeout: 75_000,
};
const createServer = http.createServer;

http.createServer = (...given) => {
  const [options, listener] = typeof given[0] === "function" ? [{}, given[0]] : given;
  const server = createServer(Object.assign({}, LIMITS, options), listener && askIngest(listener));
  server.prependListener("request", tellPeer);
  countAtTheEnd(server);
  return server;
};
syncBuiltinESMExports();

subscribe("squelch.audit", (line) => process.stdout.write(`${String(line)}\n`));

/** A route sees no socket. Whatever a sender says of itself under this name is overwritten. */
function tellPeer({ headers, socket }) {
  headers["x-squelch-peer"] = socket.remoteAddress ?? "";
}

/** Deliveries are received before any router, once the route for them has been loaded. */
function askIngest(listener) {
  return (request, response) => {
    if (isHeldBack(request)) {
      response.writeHead(429, { "retry-after": "60", "cache-control": "no-store", "content-type": "text/plain" });
      response.end("Too many links of this address led nowhere. Wait a minute.\n");
    } else if (!globalThis.squelchIngest?.(request, response)) listener(request, response);
  };
}

/** A screen cannot answer 429: whoever guesses addresses of what was shared is held back before the router. */
function isHeldBack({ url, socket }) {
  return url?.startsWith("/share/") === true && globalThis.squelchHeldBack?.(socket.remoteAddress ?? "") === true;
}

/** Next exits as soon as its server is closed: refusals that are still in memory are counted before. */
function countAtTheEnd(server) {
  const close = server.close.bind(server);
  server.close = (done) =>
    close(async (error) => {
      try {
        await globalThis.squelchDoor?.refusals.flush();
      } catch (failure) {
        console.error("refusals of the last moment could not be counted", failure);
      }
      done?.(error);
    });
}
