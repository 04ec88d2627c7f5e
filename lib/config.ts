import { z } from "zod";
import { AppError } from "./errors";
import { isZone } from "./time/boundaries";

type Env = Readonly<Record<string, string | undefined>>;

/** What `squelch check` and the documents say about one setting. `fallback` is what an unset one means, for people. */
type Setting<T> = { about: string; secret: boolean; fallback: string; schema: z.ZodType<T, string | undefined> };

const webOrigin = z
  .url({ protocol: /^https?$/, error: "must be an address such as https://squelch.example.com", abort: true })
  .refine((url) => new URL(url).pathname === "/" && !/[?#]/.test(url), "must not have a path")
  .transform((url) => new URL(url).origin);

const hostAndPort = z.string().regex(/^(\[[0-9a-f:]+\]|[^\s:,]+):\d{1,5}$/i, "must be host:port, separated by commas");

/** A user name and password may be in it, and nothing else but the host and port. */
const mailServer = z
  .url({ protocol: /^smtps?$/, error: "must begin with smtp:// or smtps://", abort: true })
  .refine((url) => /^\/?$/.test(new URL(url).pathname) && !/[?#]/.test(url), "must not have a path");

/** Plain, or `Squelch <squelch@example.com>`: one line of a mail's head. */
const sender = z
  .string()
  .max(200)
  .regex(
    /^([^<>@,;:"\p{Cc}]*<[^\s<>@,;:"]+@[^\s<>@,;:"]+>|[^\s<>@,;:"]+@[^\s<>@,;:"]+)$/u,
    "must be one e-mail address, such as Squelch <squelch@example.com>",
  );

const days = z
  .string()
  .regex(/^\d{1,5}$/, "must be a number of days")
  .transform(Number)
  .refine((count) => count >= 1 && count <= 36_500, "must be between 1 and 36500");

/** Every variable that Squelch reads, and no other. A secret one may also be given as a file, in NAME_FILE. */
const SETTINGS = {
  DATABASE_URL: {
    about: "PostgreSQL 15 or later to use instead of the embedded one",
    secret: true,
    fallback: "the embedded PostgreSQL",
    schema: z.url({ protocol: /^postgres(ql)?$/, error: "must begin with postgres://" }).optional(),
  },
  PUBLIC_URL: {
    about: "the address people type; needed to listen beyond this machine",
    secret: false,
    fallback: "this machine only",
    schema: webOrigin.optional(),
  },
  SQUELCH_DATA: {
    about: "folder of the embedded database and of uploaded files",
    secret: false,
    fallback: ".squelch",
    schema: z.string().default(".squelch"),
  },
  SQUELCH_HOST: {
    about: "address to listen on",
    secret: false,
    fallback: "127.0.0.1",
    schema: z.string().default("127.0.0.1"),
  },
  PORT: {
    about: "port to listen on",
    secret: false,
    fallback: "3000, or the next free one",
    schema: z
      .string()
      .regex(/^\d+$/, "must be a number")
      .transform(Number)
      .refine((port) => port >= 1 && port <= 65_535, "must be between 1 and 65535")
      .optional(),
  },
  SQUELCH_KEYS: {
    about: "key ring for stored credentials, newest first, separated by commas",
    secret: true,
    fallback: "the key file in SQUELCH_DATA, made at the first start",
    schema: z.string().min(32, "must hold at least 32 characters").optional(),
  },
  SQUELCH_OUTBOUND_ALLOW: {
    about: "private host:port pairs that Squelch may call",
    secret: false,
    fallback: "none",
    schema: z
      .string()
      .transform((text) => text.split(",").map((pair) => pair.trim()))
      .pipe(z.array(hostAndPort))
      .default([]),
  },
  SQUELCH_GIT_REMOTES: {
    about: "git remotes that changes may be pushed to as a branch, separated by commas",
    secret: false,
    fallback: "none",
    schema: z
      .string()
      .transform((text) => text.split(",").map((remote) => remote.trim()))
      .pipe(
        z.array(
          z
            .string()
            .regex(
              /^(?![^/]+:\/\/[^/@]*:[^/@]*@)[^-\s]\S*$/,
              "must be addresses or paths of git remotes, without a password",
            ),
        ),
      )
      .default([]),
  },
  SQUELCH_SMTP_URL: {
    about: "mail server for digests, as smtp://user:password@host:587 or smtps://host:465",
    secret: true,
    fallback: "no mail is sent",
    schema: mailServer.optional(),
  },
  SQUELCH_MAIL_FROM: {
    about: "sender of digests, such as Squelch <squelch@example.com>",
    secret: false,
    fallback: "no mail is sent",
    schema: sender.optional(),
  },
  SQUELCH_SAMPLE: {
    about: "load sample data into an empty database: on or off",
    secret: false,
    fallback: "on",
    schema: z.enum(["on", "off"], { error: "must be on or off" }).default("on"),
  },
  SQUELCH_TIME_ZONE: {
    about: "zone of a new workspace, such as Europe/Berlin",
    secret: false,
    fallback: "UTC",
    schema: z.string().refine(isZone, "must be a time zone such as Europe/Berlin").default("UTC"),
  },
  SQUELCH_RETAIN_BODIES_DAYS: {
    about: "days for which raw webhook bodies are kept; then they cannot be read again",
    secret: false,
    fallback: "90",
    schema: days.default(90),
  },
  SQUELCH_RETAIN_FILES_DAYS: {
    about: "days for which imported files are kept",
    secret: false,
    fallback: "30",
    schema: days.default(30),
  },
  SQUELCH_GALLERY: {
    about: "1 shows every panel in every state at /gallery",
    secret: false,
    fallback: "off",
    schema: z.enum(["1"], { error: "must be 1" }).optional(),
  },
  SQUELCH_CHROMIUM: {
    about: "program of Chromium or Chrome, which draws PDF and pictures",
    secret: false,
    fallback: "the first one found in the usual places and on the PATH",
    schema: z.string().optional(),
  },
} as const satisfies Record<string, Setting<unknown>>;

type Name = keyof typeof SETTINGS;
const NAMES = Object.keys(SETTINGS) as Name[];

/** Secrets, each of which may also be given as NAME_FILE. */
export const SECRET_SETTINGS: readonly string[] = NAMES.filter((name) => SETTINGS[name].secret);

const Environment = z.object(mapSettings(({ schema }) => schema) as { [N in Name]: (typeof SETTINGS)[N]["schema"] });

/** The environment, checked. Null where a setting is unset and has no default. */
export type Config = {
  databaseUrl: string | null;
  publicUrl: string | null;
  dataDir: string;
  host: string;
  port: number | null;
  keys: string | null;
  outboundAllow: readonly string[];
  gitRemotes: readonly string[];
  /** Null unless both the server and the sender are set. */
  mail: { url: string; from: string } | null;
  sample: boolean;
  timeZone: string;
  retainBodiesDays: number;
  retainFilesDays: number;
  chromium: string | null;
};

/** Reads every setting, or says everything that is wrong with them at once. An empty variable counts as unset. */
export function readConfig(env: Env): Config {
  const read = Environment.safeParse(mapSettings((_, name) => env[name] || undefined));
  const problems = [
    ...unknownNames(env),
    ...halfMail(env),
    ...(read.error?.issues ?? []).map(({ path, message }) => `${String(path[0])} ${message}.`),
  ];
  if (!read.success || problems.length > 0) throw new AppError("invalid", problems.join("\n"));
  const values = read.data;
  const [smtp, from] = [values.SQUELCH_SMTP_URL, values.SQUELCH_MAIL_FROM];
  return {
    databaseUrl: values.DATABASE_URL ?? null,
    publicUrl: values.PUBLIC_URL ?? null,
    dataDir: values.SQUELCH_DATA,
    host: values.SQUELCH_HOST,
    port: values.PORT ?? null,
    keys: values.SQUELCH_KEYS ?? null,
    outboundAllow: values.SQUELCH_OUTBOUND_ALLOW,
    gitRemotes: values.SQUELCH_GIT_REMOTES,
    mail: smtp && from ? { url: smtp, from } : null,
    sample: values.SQUELCH_SAMPLE === "on",
    timeZone: values.SQUELCH_TIME_ZONE,
    retainBodiesDays: values.SQUELCH_RETAIN_BODIES_DAYS,
    retainFilesDays: values.SQUELCH_RETAIN_FILES_DAYS,
    chromium: values.SQUELCH_CHROMIUM ?? null,
  };
}

/** One without the other would silently send nothing. */
function halfMail(env: Env): string[] {
  const [url, from] = [Boolean(env.SQUELCH_SMTP_URL), Boolean(env.SQUELCH_MAIL_FROM)];
  if (url === from) return [];
  return [
    url
      ? "SQUELCH_MAIL_FROM is missing: SQUELCH_SMTP_URL is set."
      : "SQUELCH_SMTP_URL is missing: SQUELCH_MAIL_FROM is set.",
  ];
}

export type SettingRow = {
  name: string;
  about: string;
  value: string;
  source: "environment" | "default";
  fallback: string;
};

/** Every setting as it stands, without its secrets. */
export function describeConfig(env: Env): SettingRow[] {
  return NAMES.map((name) => {
    const { about, secret, fallback } = SETTINGS[name];
    const given = env[name];
    const value = given ? (secret ? masked(given) : given) : fallback;
    return { name, about, value, source: given ? "environment" : "default", fallback };
  });
}

/** An address stays readable without its password; of anything else nothing is shown. */
function masked(secret: string): string {
  if (!URL.canParse(secret)) return "********";
  const url = new URL(secret);
  // Parameters may hold a password too.
  return `${url.protocol}//${url.username ? `${url.username}:********@` : ""}${url.host}${url.pathname}`;
}

/** A misspelt setting would silently do nothing. */
function unknownNames(env: Env): string[] {
  const known = new Set<string>([...NAMES, ...SECRET_SETTINGS.map((name) => `${name}_FILE`)]);
  const strangers = Object.keys(env).filter((name) => name.startsWith("SQUELCH_") && !known.has(name));
  return strangers.map((name) => {
    const [near] = [...known].sort((a, b) => difference(name, a) - difference(name, b));
    const hint = near && difference(name, near) <= 3 ? ` Did you mean ${near}?` : "";
    return `${name} is not a setting of Squelch.${hint}`;
  });
}

/** Fewest single letters to add, drop or change. */
function difference(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [at, letter] of from.split("").entries()) {
    const next = [at + 1];
    for (const [other, wanted] of to.split("").entries()) {
      const changed = (row[other] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(changed, (row[other + 1] ?? 0) + 1, (next[other] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function mapSettings<T>(change: (setting: (typeof SETTINGS)[Name], name: Name) => T): Record<Name, T> {
  return Object.fromEntries(NAMES.map((name) => [name, change(SETTINGS[name], name)])) as Record<Name, T>;
}
