import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { AppError } from "@/lib/errors";

const REGISTRY = "lib/providers/index.ts";
/** Words of the language, which no constant can be called. */
const RESERVED =
  "await break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof let new null package return static super switch this throw true try typeof var void while with yield".split(
    " ",
  );

export const newProvider = new Command("new-provider")
  .description("for developers: begin the parser of another provider, with a fixture and its line in the registry")
  .argument("<id>", "such as acme-pager: small letters, digits and hyphens")
  .argument("<label>", 'its name for people, such as "Acme Pager"')
  .action(async (id: string, label: string) => {
    process.stdout.write(await beginProvider(process.cwd(), id, label));
  });

/** Writes the beginning of a provider into a checkout and returns what to do next. */
export async function beginProvider(root: string, id: string, label: string): Promise<string> {
  check(id, label);
  const registry = await readFile(join(root, REGISTRY), "utf8").catch(() => null);
  if (registry === null) throw new AppError("invalid", `There is no ${REGISTRY} here: run this in a checkout.`);
  const paths = pathsOf(id);
  await refuseTaken(root, registry, id, paths);
  await write(root, paths.parser, parserOf(id, label));
  await write(root, paths.fixture, fixtureOf(id));
  await writeFile(join(root, REGISTRY), registered(registry, id));
  return nextSteps(paths);
}

type Paths = { parser: string; folder: string; fixture: string };

function pathsOf(id: string): Paths {
  const folder = `lib/providers/fixtures/${id}`;
  return { parser: `lib/providers/${id}.ts`, folder, fixture: `${folder}/opened-and-closed.json` };
}

function check(id: string, label: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id.length > 40)
    throw new AppError("invalid", `"${id}" is no id: take small letters, digits and hyphens, such as acme-pager.`);
  if (RESERVED.includes(id)) throw new AppError("invalid", `"${id}" is a word of the language: take a longer id.`);
  if (!/^[\p{L}\p{N}][\p{L}\p{N} .&()+-]{0,59}$/u.test(label))
    throw new AppError("invalid", "The label is the provider's name: letters, digits and blanks, up to 60.");
}

/** Nothing is ever overwritten. */
async function refuseTaken(root: string, registry: string, id: string, { parser, folder }: Paths): Promise<void> {
  for (const path of [parser, folder, `lib/providers/${id}`])
    if (await exists(join(root, path)))
      throw new AppError("conflict", `${path} is there already. Nothing was changed.`);
  if (new RegExp(`\\b${nameOf(id)}\\b`).test(registry))
    throw new AppError("conflict", `${REGISTRY} names ${nameOf(id)} already. Nothing was changed.`);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function write(root: string, path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content, { flag: "wx" });
}

/** `acme-pager` is `acmePager` in code. */
function nameOf(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The import stands in the order of the files' names, the provider before the generic one. */
function registered(registry: string, id: string): string {
  const lines = registry.split("\n");
  const file = `./${id}`;
  const added = `import { ${nameOf(id)} } from "${file}";`;
  const from = (line: string): string | null => /^import .* from "(\.\/[^"]+)";$/.exec(line)?.[1] ?? null;
  const after = lines.findIndex((line) => (from(line) ?? "") > file);
  const blank = lines.indexOf("");
  lines.splice(after < 0 ? blank : after, 0, added);
  const generic = lines.indexOf("  generic,");
  const end = generic >= 0 ? generic : lines.lastIndexOf("];");
  lines.splice(end, 0, `  ${nameOf(id)},`);
  return lines.join("\n");
}

function parserOf(id: string, label: string): string {
  return `import { Collector, missingTime, rejected } from "./collector";
import type { JsonFormat, Outcome, Provider, ReadContext } from "./provider";
import { linkOf, objectOf, textOf, told, urgencyOf } from "./wire";

const PROVIDER = "${id}";

/** An alert with every time that it tells: each time is one event. */
const alerts: JsonFormat = {
  shape: "json",
  id: "${id}-alerts",
  label: "${label} alerts (JSON)",
  // By members that only this provider has: formats of all providers are tried on every file.
  matches: (value) => {
    const alert = objectOf(value);
    return alert !== null && alert.${memberOf(id)} !== undefined && alert.opened_at !== undefined;
  },
  read: readAlert,
};

/** Say here where the format is documented. */
export const ${nameOf(id)}: Provider = { id: PROVIDER, label: "${label}", formats: [alerts] };

function readAlert(value: unknown, { zone }: ReadContext): Outcome {
  const alert = objectOf(value) ?? {};
  const collector = new Collector(PROVIDER, { zone });
  const pageKey = textOf(alert.${memberOf(id)});
  if (pageKey === undefined) return rejected("${memberOf(id)} is missing");
  const openedAt = collector.time(alert.opened_at, "opened_at");
  if (openedAt === null) return rejected(missingTime(alert.opened_at, "opened_at", { zone }));
  const facts = told({
    title: textOf(alert.title),
    service: textOf(alert.service),
    urgency: urgencyOf(alert.urgency),
    link: linkOf(alert.url),
  });
  collector.snapshot("alert", { pageKey, kind: "triggered", at: openedAt, by: "unknown", facts });
  const closedAt = collector.time(alert.closed_at, "closed_at");
  if (closedAt !== null) {
    const person = collector.person(alert.closed_by);
    const by = person === undefined ? "unknown" : "person";
    collector.snapshot("alert", { pageKey, kind: "resolved", at: closedAt, by, person });
  }
  return collector.accepted();
}
`;
}

function memberOf(id: string): string {
  return `${id.replaceAll("-", "_")}_alert_id`;
}

function fixtureOf(id: string): string {
  const alert = {
    [memberOf(id)]: "A-1",
    title: "Disk full on db-3",
    service: "orders-db",
    urgency: "high",
    url: "https://example.org/alerts/A-1",
    opened_at: "2024-03-05T01:14:36Z",
    closed_at: "2024-03-05T01:44:00Z",
    closed_by: { id: "U7", name: "Ana Ng" },
  };
  return `${JSON.stringify(alert, null, 2)}\n`;
}

function nextSteps({ parser, folder, fixture }: Paths): string {
  return `Written:
  ${parser}   the parser: it reads an invented format
  ${fixture}   an invented alert
  ${REGISTRY}   one line more

Next:
  1. Put real deliveries and exports into ${folder}/, names of people and companies
     changed, one quirk a file, named for it. Take the invented one away.
  2. Change ${parser} until this shows what they say:
       npm run squelch -- parse ${fixture}
     A second format is one more object in formats. A webhook says how it is signed, see webhook in lib/providers/provider.ts.
  3. npx vitest run --config lib/vitest.config.mjs lib/providers
     writes a golden beside each fixture. Read every golden as a reviewer: is each event what happened, is anything guessed?
  4. Commit the parser, the fixtures, the goldens and the line in ${REGISTRY}.
`;
}
