/**
 * Preloaded into the web server. Node waits 60 s for a request's headers and looks only every 30 s: a sender that
 * dawdles would hold its socket for 90. Bodies have limits of their own, because an upload may well take minutes.
 */
import http from "node:http";
import { syncBuiltinESMExports } from "node:module";

const LIMITS = { headersTimeout: 15_000, connectionsCheckingInterval: 5_000 };
const createServer = http.createServer;

http.createServer = (...given) => {
  const [options, listener] = typeof given[0] === "function" ? [{}, given[0]] : given;
  return createServer(Object.assign({}, LIMITS, options), listener);
};
syncBuiltinESMExports();
