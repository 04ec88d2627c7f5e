import { Command } from "commander";
import { withDatabase } from "./database";

export const migrate = new Command("migrate").description("bring the database to this version").action(async () => {
  const { migrate: applyMigrations } = await import("@/db/migrate");
  await withDatabase((url) => applyMigrations(url, console.log));
});
