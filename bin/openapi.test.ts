import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { FIELD_CHOICES, FIELD_SWITCHES } from "@/lib/contract/field-choices";
import { FIELD_GLOSSARY } from "@/lib/contract/field-glossary";
import { isPlain, isSwitch, wordsOf } from "@/lib/contract/openapi";
import { READ_ROUTES } from "@/lib/contract/read-routes";
import { openapiText } from "./openapi";

/** GET routes that no token reads, and why. */
const NOT_DESCRIBED: Readonly<Record<string, string>> = {
  "/api/livez": "health, open to everybody, one word",
  "/api/readyz": "health, open to everybody, one word",
  "/api/ingest/{source}": "for senders, who test their address",
  "/api/ingest/{source}/{token}": "for senders, who test their address",
  "/api/sample/viewer": "only sample data can be looked at as somebody else",
  "/api/verdicts/last": "what the key z takes back, on a screen",
  "/api/connections": "addresses inside, for those who run the system",
  "/api/digests": "addresses of people, for those who set them up",
  "/api/digests/{id}/preview": "what a button of that screen shows",
  "/api/unsubscribe/{token}": "the link of a mail, which leads to a screen",
  "/api/people/{id}/erasure": "tries the erasure out under the lock of the workspace",
  "/api/share-links": "a token makes and lists no links",
  "/api/tokens": "a token does not list tokens",
};

const routes = readdirSync("app/api", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("/route.ts"))
  .filter((path) => /export (async )?(function|const) GET\b|\bas GET\b/.test(readFileSync(`app/api/${path}`, "utf8")))
  .map((path) => `/api/${path.replace(/\/route\.ts$/, "").replaceAll(/\[(\w+)\]/g, "{$1}")}`);

it("describes every route that can be read, or says why not: lib/contract/{read-routes,operations}.ts", () => {
  expect(routes.length).toBeGreaterThan(50);
  expect([...READ_ROUTES, ...Object.keys(NOT_DESCRIBED)].sort()).toEqual(routes.sort());
});

it("is docs/openapi.json: write it with `npm run squelch -- openapi`", async () => {
  expect(await openapiText(process.cwd())).toBe(readFileSync("docs/openapi.json", "utf8"));
});

/** Names that say themselves what they are. */
const SELF_EVIDENT = new Set(["id", "name", "title", "text"]);

const isToBeSaid = (field: Field) => isPlain(field) || isSwitch(field) || wordsOf(field) !== null;

type Field = { description?: string; properties?: Record<string, Field>; [part: string]: unknown };

function undescribed(schema: Field, path: string): string[] {
  const inner = [schema.items, schema.additionalProperties, schema.anyOf, schema.oneOf, schema.allOf]
    .flat()
    .filter((part) => typeof part === "object" && part !== null) as Field[];
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
      ...(field.description || SELF_EVIDENT.has(name) || !isToBeSaid(field) ? [] : [`${path}.${name}`]),
      ...undescribed(field, `${path}.${name}`),
    ]),
    ...inner.flatMap((part) => undescribed(part, path)),
  ];
}

it("says what each number, text, time, state and yes of an answer is: by a comment of its contract, or for all in lib/contract/field-*.ts", () => {
  const { components } = JSON.parse(readFileSync("docs/openapi.json", "utf8")) as {
    components: { schemas: Record<string, Field> };
  };
  const missing = Object.entries(components.schemas).flatMap(([name, schema]) => undescribed(schema, name));
  expect([...new Set(missing)]).toEqual([]);
  const names = new Set([...JSON.stringify(components.schemas).matchAll(/"(\w+)":\{/g)].map(([, name]) => name));
  expect(
    Object.keys({ ...FIELD_GLOSSARY, ...FIELD_SWITCHES }).filter((name) => !names.has(name)),
    "no field has these names",
  ).toEqual([]);
  const choices = new Set(
    [...JSON.stringify(components.schemas).matchAll(/"enum":\[([^\]]*)\]/g)].map(([, words]) =>
      JSON.parse(`[${words}]`).join(" "),
    ),
  );
  expect(
    Object.keys(FIELD_CHOICES).filter((words) => !choices.has(words)),
    "no field has these words to choose from",
  ).toEqual([]);
});

it("refers to nothing that is not there, and tells something of each parameter's type", async () => {
  const document = JSON.parse(readFileSync("docs/openapi.json", "utf8"));
  const text = JSON.stringify(document);
  const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = ""]) => name);
  expect(names.filter((name) => !(name in document.components.schemas))).toEqual([]);
  const parameters = Object.values<{ get: { parameters?: { name: string; schema: object }[] } }>(
    document.paths,
  ).flatMap(({ get }) => get.parameters ?? []);
  expect(parameters.filter(({ schema }) => Object.keys(schema).length === 0)).toEqual([]);
});
