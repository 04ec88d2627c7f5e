import { z } from "zod";
import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import * as apply from "./apply";
import * as audit from "./audit";
import * as backfill from "./backfill";
import * as bestSet from "./best-set";
import * as changes from "./changes";
import * as decision from "./decision";
import { FIELD_CHOICES, FIELD_SWITCHES } from "./field-choices";
import { FIELD_GLOSSARY } from "./field-glossary";
import { fieldNotes } from "./field-notes";
import * as filter from "./filter";
import * as handOver from "./hand-over";
import * as labels from "./labels";
import * as leaders from "./leaders";
import * as ledger from "./ledger";
import * as load from "./load";
import * as loadSettings from "./load-settings";
import * as mapping from "./mapping";
import * as modelRecord from "./model-record";
import * as noise from "./noise";
import * as noiseReport from "./noise-report";
import * as noiseSettings from "./noise-settings";
import { OPERATIONS, type Operation, SUBJECTS } from "./operations";
import * as organisation from "./organisation";
import * as overview from "./overview";
import * as page from "./page";
import * as people from "./people";
import * as person from "./person";
import { READ_ROUTES } from "./read-routes";
import * as retro from "./retro";
import * as shift from "./shift";
import * as signature from "./signature";
import * as signatureShape from "./signature-shape";
import * as source from "./source";
import * as sources from "./sources";
import * as treatment from "./treatment";
import * as trends from "./trends";
import * as triage from "./triage";
import * as verdict from "./verdict";
import * as viewers from "./viewers";
import * as weeklyReport from "./weekly-report";
import * as whatIf from "./what-if";

/** By the name of their file: contracts that stand under their own name in the description. */
const CONTRACTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  apply,
  audit,
  backfill,
  "best-set": bestSet,
  changes,
  decision,
  filter,
  "hand-over": handOver,
  labels,
  leaders,
  ledger,
  load,
  "load-settings": loadSettings,
  mapping,
  "model-record": modelRecord,
  noise,
  "noise-report": noiseReport,
  "noise-settings": noiseSettings,
  organisation,
  overview,
  page,
  people,
  person,
  retro,
  shift,
  signature,
  "signature-shape": signatureShape,
  source,
  sources,
  treatment,
  trends,
  triage,
  verdict,
  viewers,
  "weekly-report": weeklyReport,
  "what-if": whatIf,
};

/** The files whose comments tell what a field is. */
export const CONTRACT_FILES = Object.keys(CONTRACTS);

const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  requestId: z.string(),
});

const PROBLEMS: Readonly<Record<string, string>> = {
  400: "A parameter cannot be read; `detail` says which.",
  401: "No token, or one that does not work: mistyped, expired, revoked, or its maker has another role by now.",
  403: "The role, or a token, does not read this.",
  404: "There is no such thing, or you may not see it.",
  429: "More than 600 reads of a token in a minute, or 60 failed ones of an address. Wait for `Retry-After` seconds.",
};

const TITLE = "Squelch";
const INTRODUCTION =
  "Every figure of the screens, read-only. Instants are ISO 8601 in UTC, ranges half-open, ids opaque text. null means that it is not known or not to be told, never 0. Fields may be added; none is taken away without a note in the changelog.";

/** A part of the document, as far as it is walked through. */
type Json = { [name: string]: unknown };

/**
 * The description of everything that can be read, made from the contracts that the routes answer by; what the fields mean
 * comes from the comments beside them. `comments` holds the text of each contract by the name of its file.
 */
export function openapi(version: string, comments: Readonly<Record<string, string>>): Json {
  const notes = new Map(Object.values(comments).flatMap((text) => [...fieldNotes(text)]));
  const document = createDocument(
    {
      openapi: "3.1.0",
      info: { title: TITLE, version, description: INTRODUCTION },
      tags: SUBJECTS.map((name) => ({ name })),
      security: [{ token: [] }, { session: [] }],
      paths: Object.fromEntries(READ_ROUTES.map((route) => [route, pathOf(route, OPERATIONS[route])])),
      components: {
        schemas: { Problem, ...named() },
        responses: Object.fromEntries(
          Object.entries(PROBLEMS).map(([status, description]) => [
            status,
            { description, content: { "application/problem+json": { schema: Problem } } },
          ]),
        ),
        securitySchemes: {
          token: { type: "http", scheme: "bearer", description: "An API token, from Settings: sqt_…" },
          session: { type: "apiKey", in: "cookie", name: "squelch_session", description: "What the screens use." },
        },
      },
    },
    { outputIdSuffix: "" },
  );
  const plain = tidied(JSON.parse(JSON.stringify(document))) as Json;
  describeParameters(plain, notes);
  describeSchemas(plain, notes);
  return withoutUnused(plain);
}

function named(): Record<string, z.ZodType> {
  const schemas: Record<string, z.ZodType> = {};
  for (const contracts of Object.values(CONTRACTS))
    for (const [name, one] of Object.entries(contracts))
      if (one instanceof z.ZodType && !/(Body|Filter|Search|Ask|Query|File|Subject)$/.test(name)) schemas[name] = one;
  return schemas;
}

function pathOf(
  route: string,
  { about, summary, note, search, path, answer }: Operation,
): ZodOpenApiPathsObject[string] {
  const places = [...route.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const ids = places.length > 0 ? z.object(Object.fromEntries(places.map((name) => [name, z.string()]))) : undefined;
  const content =
    "file" in answer ? { [answer.file]: { schema: z.string() } } : { "application/json": { schema: answer } };
  return {
    get: {
      operationId: route.replace("/api/", "").replace(/[{}]/g, "").replaceAll(/[/.]/g, "-"),
      tags: [about],
      summary,
      ...(note !== undefined && { description: note }),
      requestParams: requestParams(path ?? ids, search),
      responses: {
        200: { description: "The answer", content },
        ...Object.fromEntries(
          Object.keys(PROBLEMS).map((status) => [status as "400", { $ref: `#/components/responses/${status}` }]),
        ),
      },
    },
  };
}

type RequestParams = NonNullable<NonNullable<ZodOpenApiPathsObject[string]["get"]>["requestParams"]>;

/** A member that is there without a value is not understood. */
function requestParams(path: z.ZodType | undefined, query: z.ZodType | undefined): RequestParams {
  return { ...(path && { path }), ...(query && { query }) } as RequestParams;
}

/** Bounds that only say that a number is safe in JavaScript, and a promise that no field is ever added, are left out. */
function tidied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidied);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, one]) => {
        if (name === "additionalProperties") return one !== false;
        return Math.abs(Number(one)) !== Number.MAX_SAFE_INTEGER || !/^(min|max)imum$/.test(name);
      })
      .map(([name, one]) => [name, tidied(one)]),
  );
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;
const at = (value: unknown, ...names: string[]): Json =>
  names.reduce<Json>((one, name) => (isObject(one[name]) ? one[name] : {}), isObject(value) ? value : {});

/** Filters build on one another: a parameter is explained where it stands first. */
function describeParameters(document: Json, notes: ReadonlyMap<string, string>): void {
  for (const route of READ_ROUTES) {
    const owner = nameOf(OPERATIONS[route].search);
    const { parameters = [] } = at(document, "paths", route, "get") as { parameters?: Json[] };
    for (const parameter of parameters) {
      const name = String(parameter.name);
      const owners =
        parameter.in === "path" ? [] : [owner, "PagesFilter", "LeadersFilter", "Portion", "NoiseFilter", "RangeParams"];
      const note = owners.map((one) => notes.get(`${one}.${name}`)).find(Boolean);
      if (note) parameter.description = note;
      else if (parameter.in === "path") parameter.description = "As other answers have it.";
    }
  }
}

function nameOf(schema: z.ZodType | undefined): string {
  for (const contracts of Object.values(CONTRACTS))
    for (const [name, one] of Object.entries(contracts)) if (schema !== undefined && one === schema) return name;
  return "";
}

function describeSchemas(document: Json, notes: ReadonlyMap<string, string>): void {
  for (const [name, schema] of Object.entries(at(document, "components", "schemas"))) {
    const note = notes.get(name);
    if (isObject(schema) && note) schema.description = note;
    describeFields(schema, name, notes);
  }
}

function describeFields(schema: unknown, path: string, notes: ReadonlyMap<string, string>): void {
  if (!isObject(schema)) return;
  for (const list of [schema.anyOf, schema.oneOf, schema.allOf])
    if (Array.isArray(list)) for (const one of list) describeFields(one, path, notes);
  for (const inner of [schema.items, schema.additionalProperties]) describeFields(inner, path, notes);
  for (const [name, field] of Object.entries(at(schema, "properties"))) {
    const note = notes.get(`${path}.${name}`) ?? glossaryNote(name, field) ?? choiceNote(name, field);
    if (isObject(field) && note) field.description = note;
    describeFields(field, `${path}.${name}`, notes);
  }
}

/** What null stands for is said of fields that may be null alone. */
function glossaryNote(name: string, field: unknown): string | undefined {
  return isPlain(field) ? withNull(FIELD_GLOSSARY[name], field) : undefined;
}

/** Of a choice of words what they mean, wherever they stand; of a yes or no what its name means. */
function choiceNote(name: string, field: unknown): string | undefined {
  const words = wordsOf(field);
  if (words) return withNull(FIELD_CHOICES[words.join(" ")], field);
  return isSwitch(field) ? FIELD_SWITCHES[name] : undefined;
}

function withNull(note: string | undefined, field: unknown): string | undefined {
  const mayBeNull = JSON.stringify(field).includes('"null"');
  return mayBeNull ? note : note?.replace(/; null = [^.]*|(?<=\.) Null = [^.]*\./, "");
}

export function isSwitch(field: unknown): boolean {
  return isObject(field) && [field.type].flat().includes("boolean");
}

/** Of what a field, or one of its list, is chosen: at least two words. */
export function wordsOf(field: unknown): readonly string[] | null {
  if (!isObject(field)) return null;
  const { anyOf, enum: words, items } = field;
  if (Array.isArray(words)) return words.length > 1 ? words : null;
  if (items !== undefined) return wordsOf(items);
  const parts = Array.isArray(anyOf) ? anyOf.filter((part) => !isObject(part) || part.type !== "null") : [];
  return parts.length === 1 ? wordsOf(parts[0]) : null;
}

/** No object, no choice of words: those tell themselves what they are. */
export function isPlain(field: unknown): boolean {
  if (!isObject(field)) return false;
  const { anyOf, oneOf, enum: words, const: word, items } = field as { [name: string]: unknown };
  const parts = anyOf ?? oneOf;
  if (Array.isArray(parts)) return parts.filter((part) => at({ part }, "part").type !== "null").every(isPlain);
  if (items !== undefined) return isPlain(items);
  const types = [field.type].flat();
  return (
    words === undefined &&
    word === undefined &&
    !types.includes("object") &&
    !types.includes("boolean") &&
    !("$ref" in field)
  );
}

const REFERENCE = /"#\/components\/schemas\/(\w+)"/g;

/** Bodies of changes, and what only they hold, are none of the reader's business. */
function withoutUnused(document: Json): Json {
  const schemas = at(document, "components", "schemas");
  const used = new Set<string>();
  const follow = (value: unknown) => {
    for (const [, name = ""] of JSON.stringify(value).matchAll(REFERENCE)) {
      if (used.has(name)) continue;
      used.add(name);
      follow(schemas[name]);
    }
  };
  follow([document.paths, at(document, "components").responses]);
  const kept = Object.entries(schemas).filter(([name]) => used.has(name));
  return {
    ...document,
    components: {
      ...at(document, "components"),
      schemas: Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}
