import { expect, it } from "vitest";
import { describeConfig, readConfig } from "./config";

it("needs no setting at all", () => {
  expect(readConfig({ PATH: "/bin" })).toEqual({
    databaseUrl: null,
    publicUrl: null,
    dataDir: ".squelch",
    host: "127.0.0.1",
    port: null,
    keys: null,
    outboundAllow: [],
    gitRemotes: [],
    mail: null,
    retainBodiesDays: 90,
    retainFilesDays: 30,
    sample: true,
    timeZone: "UTC",
    chromium: null,
  });
});

it("reads each setting", () => {
  const env = {
    DATABASE_URL: "postgres://a:b@db.example.com/squelch",
    PUBLIC_URL: "https://squelch.example.com/",
    SQUELCH_DATA: "/data",
    SQUELCH_HOST: "0.0.0.0",
    PORT: "8080",
    SQUELCH_KEYS: "k".repeat(32),
    SQUELCH_OUTBOUND_ALLOW: "alertmanager:9093, [::1]:80",
    SQUELCH_GIT_REMOTES: "git@git.example.com:team/alerts.git, /srv/alerts.git",
    SQUELCH_SAMPLE: "off",
  };
  expect(readConfig(env)).toMatchObject({
    publicUrl: "https://squelch.example.com",
    dataDir: "/data",
    port: 8080,
    outboundAllow: ["alertmanager:9093", "[::1]:80"],
    gitRemotes: ["git@git.example.com:team/alerts.git", "/srv/alerts.git"],
    sample: false,
  });
});

it("sends mail where both the server and the sender are set", () => {
  const env = {
    SQUELCH_SMTP_URL: "smtp://me:pass@mail.example.com:587",
    SQUELCH_MAIL_FROM: "Squelch <squelch@example.com>",
  };
  expect(readConfig(env).mail).toEqual({ url: env.SQUELCH_SMTP_URL, from: env.SQUELCH_MAIL_FROM });
  expect(JSON.stringify(describeConfig(env))).not.toContain("pass@");
});

it("takes an empty variable as unset", () => {
  expect(readConfig({ DATABASE_URL: "", PORT: "" })).toEqual(readConfig({}));
});

it.each([
  ["DATABASE_URL", "mysql://x", /DATABASE_URL must begin with postgres:\/\//],
  ["PUBLIC_URL", "squelch.example.com", /PUBLIC_URL must be an address/],
  ["PUBLIC_URL", "https://example.com/squelch", /PUBLIC_URL must not have a path/],
  ["SQUELCH_SMTP_URL", "http://mail.example.com", /SQUELCH_SMTP_URL must begin with smtp/],
  ["SQUELCH_SMTP_URL", "smtp://mail.example.com/?tls=off", /SQUELCH_SMTP_URL must not have a path/],
  ["SQUELCH_SMTP_URL", "smtp://mail.example.com", /SQUELCH_MAIL_FROM is missing/],
  ["SQUELCH_MAIL_FROM", "a@example.com", /SQUELCH_SMTP_URL is missing/],
  ["SQUELCH_MAIL_FROM", "a@example.com, b@example.com", /SQUELCH_MAIL_FROM must be one/],
  ["SQUELCH_MAIL_FROM", "Me <a@example.com>\r\nBcc: b@example.com", /SQUELCH_MAIL_FROM must be one/],
  ["PORT", "0", /PORT must be between 1 and 65535/],
  ["PORT", "65536", /PORT must be between/],
  ["PORT", "80a", /PORT must be a number/],
  ["SQUELCH_KEYS", "k".repeat(31), /SQUELCH_KEYS must hold at least 32/],
  [
    "SQUELCH_GIT_REMOTES",
    "https://me:secret@git.example.com/a.git",
    /SQUELCH_GIT_REMOTES must be .* without a password/,
  ],
  ["SQUELCH_GIT_REMOTES", "--upload-pack=x", /SQUELCH_GIT_REMOTES must be/],
  ["SQUELCH_OUTBOUND_ALLOW", "alertmanager", /SQUELCH_OUTBOUND_ALLOW must be host:port/],
  ["SQUELCH_SAMPLE", "yes", /SQUELCH_SAMPLE must be on or off/],
])("refuses %s=%s", (name, value, message) => {
  expect(() => readConfig({ [name]: value })).toThrow(message);
});

it("takes the first and the last port", () => {
  expect([readConfig({ PORT: "1" }).port, readConfig({ PORT: "65535" }).port]).toEqual([1, 65_535]);
});

it("names every misspelt setting, with the one that was meant", () => {
  const read = () => readConfig({ SQUELCH_DTAA: "x", SQUELCH_COLOUR_OF_THE_SKY: "blue", PORT: "x" });
  expect(read).toThrow("SQUELCH_DTAA is not a setting of Squelch. Did you mean SQUELCH_DATA?");
  expect(read).toThrow(/SQUELCH_COLOUR_OF_THE_SKY is not a setting of Squelch\.$/m);
  expect(read).toThrow("PORT must be a number");
});

it("shows where each value comes from, and no secret", () => {
  const rows = describeConfig({
    DATABASE_URL: "postgres://me:hunter2@db:5432/squelch?password=hunter2",
    SQUELCH_KEYS: "hunter2hunter2hunter2hunter2hunter2",
    SQUELCH_HOST: "::1",
  });
  expect(JSON.stringify(rows)).not.toContain("hunter2");
  const shown = Object.fromEntries(rows.map(({ name, value, source }) => [name, `${value} (${source})`]));
  expect(shown).toMatchObject({
    DATABASE_URL: "postgres://me:********@db:5432/squelch (environment)",
    SQUELCH_KEYS: "******** (environment)",
    SQUELCH_HOST: "::1 (environment)",
    SQUELCH_DATA: ".squelch (default)",
  });
});
