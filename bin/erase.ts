import { Command } from "commander";
import type { Ctx } from "@/db/ctx";
import type { Erasure } from "@/lib/contract/erasure";
import { AppError } from "@/lib/errors";
import { withAdminContext } from "./admin-context";
import { plain } from "./read-text";

export const erase = new Command("erase")
  .description("take a person out: names, addresses, accounts, raw bodies and notes; every count stays")
  .argument("<person>", "their id, or exactly a name, an e-mail address or an account's key")
  .option("--yes", "do it; without it, it only says what it would do", false)
  .action((person: string, { yes }: { yes: boolean }) =>
    withAdminContext(async (ctx) => {
      const { erasePerson, previewErasure } = await import("@/db/commands/erase-person");
      const id = await idOf(ctx, person);
      for (const line of linesOf(await (yes ? erasePerson(ctx, id) : previewErasure(ctx, id)), yes))
        console.log(plain(line));
    }),
  );

async function idOf(ctx: Ctx, said: string): Promise<string> {
  const { findPerson } = await import("@/db/queries/find-person");
  const found = await findPerson(ctx, said);
  const [first, ...others] = found;
  if (!first) throw new AppError("not-found", `Nobody here is known as ${plain(said)}.`);
  if (others.length === 0) return first.id;
  const each = found.map(({ id, accounts }) => `${id} (${accounts.join(", ") || "no account"})`);
  throw new AppError("conflict", plain(`${found.length} people are known so. Name one by id: ${each.join("; ")}`));
}

function linesOf(
  { name, accounts, words, pages, interruptions, texts, bodies, files, signsIn }: Erasure,
  done: boolean,
) {
  const left = words.filter(({ leftOut }) => leftOut !== null);
  return [
    `${done ? "Erased" : "Would erase"} ${name}: ${accounts.map(({ provider, key }) => `${provider} ${key}`).join(", ") || "no account"}.`,
    `Stay counted, with a former member: ${pages} pages, ${interruptions} interruptions.`,
    `Replaced in ${texts} texts and ${bodies.redacted} raw deliveries; deleted ${bodies.dropped} raw deliveries and ${files} imported files.`,
    ...left.map(({ word, leftOut }) =>
      leftOut === "shared"
        ? `Not searched, as somebody else bears it: ${word}`
        : `Not searched, as it stands in any text: ${word}`,
    ),
    ...(signsIn ? ["Their sign-in ends."] : []),
    ...(done ? [] : ["Nothing was done. Say --yes to do it: it cannot be undone."]),
  ];
}
