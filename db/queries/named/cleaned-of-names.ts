import type { Ctx } from "@/db/ctx";
import { redactorOf } from "@/lib/privacy/redactor";
import { cleanTexts } from "@/lib/report/nameless-texts";
import { nameless } from "./nameless";

const NOBODY: ReadonlySet<string> = new Set();

/** A report without the names of people and users in what somebody wrote. A user called by one word, as "Admin", may be a word. */
export async function cleanedOfNames<T>(ctx: Ctx, report: T): Promise<T> {
  const [people, users] = await Promise.all([
    nameless(ctx, NOBODY, [JSON.stringify(report)]),
    ctx.sql<{ name: string }[]>`
      select name from users where workspace_id = ${ctx.workspaceId} and name like '% %'`,
  ]);
  const others = redactorOf(users.map(({ name }) => ({ text: name, token: "a person" })));
  return cleanTexts(report, (text) => others.text(people.text(text)));
}
