import { connect, type Socket } from "node:net";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { StartHelper } from "./commands/judging-crew";
import type { Db, Sql } from "./ctx";
import * as schema from "./schema";
import { type KeyRing, openKeyRing } from "./secrets/key-ring";

export type Client = {
  db: Db;
  sql: Sql;
  keyRing: KeyRing | null;
  startHelper?: StartHelper | undefined;
  /** What is on its way may end within these seconds. */
  close: (waitSeconds?: number) => Promise<void>;
};

type Options = {
  max?: number;
  /** Text of the key ring, where the workspace's own key is needed. */
  keys?: string | null;
  /** Where a thread may be had that judges beside this one. */
  startHelper?: StartHelper;
  /** What the server lists our connections under. */
  name?: string;
  /**
   * For what is acknowledged to a sender: the server ends a statement that takes longer, a commit is on the disk when
   * it returns, whatever the server's own setting, and indexes are used though nobody has counted the rows yet.
   */
  statementLimitMs?: number;
};

/**
 * Opens the pools. Only the edges do: a request's context, the worker and the command line. Two of them, because
 * drizzle switches its client's reading and writing of dates and JSON off, which COPY and plain queries rely on.
 */
export function openClient(url: string, { max = 8, keys, name, startHelper, statementLimitMs }: Options = {}): Client {
  const options = {
    onnotice: () => {},
    connect_timeout: statementLimitMs === undefined ? 10 : Math.ceil(statementLimitMs / 1_000),
    // The first reading of a connection costs three times that of the next ones: whoever comes back in some minutes has them yet.
    idle_timeout: 600,
    ...promptSocket(url),
    connection: {
      ...(name && { application_name: name }),
      ...(statementLimitMs === undefined
        ? // A plan made while a table was empty would be kept when it has grown.
          { plan_cache_mode: "force_custom_plan" }
        : { statement_timeout: statementLimitMs, synchronous_commit: "on", enable_seqscan: "off" }),
    },
  };
  const sql = postgres(url, { ...options, max });
  const typed = postgres(url, { ...options, max: 2 });
  const close = async (timeout = 5) => {
    await Promise.all([sql.end({ timeout }), typed.end({ timeout })]);
  };
  return { db: drizzle(typed, { schema }), sql, keyRing: keys ? openKeyRing(keys) : null, startHelper, close };
}

type Place = { host: string[]; port: number[]; path?: string | false };

/**
 * Small messages leave at once. With Nagle's algorithm, Node's default, each COPY waits twice for a delayed
 * acknowledgement: 88 ms for one row. Several hosts stay with the client's own socket, which tries them in turn.
 */
function promptSocket(url: string): { socket?: (place: Place) => Socket } {
  if (!URL.canParse(url) || new URL(url).host.includes(",")) return {};
  return {
    socket: ({ host: [host = "localhost"], port: [port = 5432], path }) => {
      const socket = path ? connect({ path }) : connect({ host, port, noDelay: true });
      // The client names the host to TLS by this.
      return Object.assign(socket, { host });
    },
  };
}
