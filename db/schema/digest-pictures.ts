import { index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, bytea, workspaceId } from "./columns";

/** What a message that cannot hold a picture shows by its address. The SHA-256 of 256 random bits; names nobody. */
export const digestPictures = pgTable(
  "digest_pictures",
  {
    workspaceId: workspaceId(),
    tokenHash: text("token_hash").notNull(),
    png: bytea("png").notNull(),
    madeAt: at("made_at").notNull(),
    expiresAt: at("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "digest_pictures_pk", columns: [t.workspaceId, t.tokenHash] }),
    index("digest_pictures_hash").on(t.tokenHash),
  ],
);
