import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { providers } from "./index";

const text = readFileSync(new URL("../../docs/sources.md", import.meta.url), "utf8");
const rows = new Map(
  [...text.matchAll(/^\| ([^|]+?) \| ([^|]+?) \|/gm)].map(([, label = "", webhook = ""]) => [label, webhook]),
);

describe("docs/sources.md", () => {
  // Our own form has a page of its own.
  it.each(providers.filter(({ id }) => id !== "neutral"))("says how $label is connected", ({ label, webhook }) => {
    const said = rows.get(label);
    expect(said).toBeDefined();
    if (!webhook) expect(said).toBe("–");
    else if (webhook.signature) expect(said).toMatch(/signed/);
    else expect(said).toMatch(webhook.canSetHeader ? /header|bearer/ : /path/);
  });
});
