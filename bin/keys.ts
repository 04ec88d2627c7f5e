import { resolve } from "node:path";
import { Command } from "commander";
import { withDatabase } from "./database";
import { configured } from "./environment";
import { configuredKeyRing } from "./key-ring";

export const keys = new Command("keys").description("the keys that stored secrets are sealed with");

keys
  .command("new")
  .description("print a new key, to be put in front of those of SQUELCH_KEYS or of the key file")
  .action(async () => {
    const { newKey } = await import("@/db/secrets/key-ring");
    console.log(newKey());
  });

keys
  .command("rotate")
  .description("seal every stored secret anew with the newest key; older keys may go afterwards")
  .action(async () => {
    const { rotateKeys } = await import("@/db/secrets/rotate-keys");
    const { openClient } = await import("@/db/client");
    const { openSpool, resealSpool } = await import("@/db/staging/spool");
    const ring = await configuredKeyRing(console.error);
    const files = await resealSpool(openSpool(resolve(configured().dataDir), ring));
    await withDatabase(async (url) => {
      const client = openClient(url, { max: 1 });
      try {
        const { secrets, resealed } = await rotateKeys(client.sql, ring);
        console.log(`Sealed anew: ${resealed} of ${secrets} secrets, ${files} spooled deliveries. Older keys may go.`);
      } finally {
        await client.close();
      }
    });
  });
