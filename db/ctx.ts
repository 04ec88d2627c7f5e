import type { PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import type { Instant } from "@/lib/model/instant";
import type { Settings } from "@/lib/model/settings";
import type { StartHelper } from "./commands/judging-crew";
import type * as schema from "./schema";
import type { KeyRing } from "./secrets/key-ring";

export type Db = PostgresJsDatabase<typeof schema>;
export type Sql = postgres.Sql;

/** Who asks. `personId` is who they are among the people who are paged, null where nobody linked the two. */
export type Viewer = {
  userId: string;
  name: string;
  role: "admin" | "member" | "auditor";
  personId: string | null;
  /** The API token that asks in their name; a screen has none. */
  tokenId?: string;
};

/** What the derivations need: a database and the workspace's rules. */
export type WorkCtx = {
  db: Db;
  /** The same pool, for COPY and for transactions around it. */
  sql: Sql;
  workspaceId: number;
  zone: string;
  settings: Settings;
  /** Unseals the workspace's own key; null where no keys were given: then nobody can be erased, or was. */
  keyRing: KeyRing | null;
  /** Where a thread may be had that judges beside this one. */
  startHelper?: StartHelper | undefined;
};

/** What every query and command gets first; the workspace and the time come from here, never from input. */
export type Ctx = WorkCtx & { viewer: Viewer; now: Instant; dataDir: string };
