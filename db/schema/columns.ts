import { bigint, customType, integer, timestamp } from "drizzle-orm/pg-core";

/** First in every key, unique constraint, index and join. */
export const workspaceId = () => integer("workspace_id").notNull();

/** 64-bit, made by the application; a string in TypeScript because it exceeds 2^53. */
export const id = (name: string) =>
  customType<{ data: string; driverData: string }>({ dataType: () => "bigint" })(name);

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

export const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** Counts and sizes that fit 2^53. */
export const count = (name: string) => bigint(name, { mode: "number" });

/** A `check` of a closed list, written from the list in lib/model. */
export const oneOf = (column: string, list: readonly string[]) =>
  `${column} in (${list.map((item) => `'${item}'`).join(", ")})`;
