import { Command } from "commander";
import { withDatabase } from "./database";
import { configured } from "./environment";

export const signInLink = new Command("sign-in-link")
  .description("make a link that signs in once, for 15 minutes")
  .option("--port <number>", "port of the running screens", "3000")
  .action(async ({ port }: { port: string }) => {
    const { createSignInLink } = await import("@/db/commands/sign-in");
    const address = configured().publicUrl ?? `http://127.0.0.1:${port}`;
    await withDatabase(async (url) => console.log(`${address}/sign-in#token=${await createSignInLink(url)}`));
  });
