import { describe, expect, it } from "vitest";
import { maskSecrets, maskText, namesSecret } from "./mask-secrets";

describe("secrets in what was received", () => {
  it.each([
    "token",
    "access_token",
    "authToken",
    "api_key",
    "apiKey",
    "Authorization",
    "client-secret",
    "password",
    "X-PagerDuty-Signature",
    "routing_key",
    "cookie",
  ])("are named %s", (name) => expect(namesSecret(name)).toBe(true));
  it.each(["incident_key", "dedup_key", "title", "secretary", "tokenized", "author", "passing", "id"])(
    "are not named %s",
    (name) => expect(namesSecret(name)).toBe(false),
  );

  it("are masked at any depth, and nothing else changes", () => {
    const body = {
      a: [{ api_key: "k-123", title: "t" }],
      token: 7,
      incident_key: "abc",
      nested: { password: { hash: "x" } },
    };
    expect(maskSecrets(body)).toEqual({
      a: [{ api_key: "••••••", title: "t" }],
      token: "••••••",
      incident_key: "abc",
      nested: { password: { hash: "x" } },
    });
    expect(Object.keys(maskSecrets(JSON.parse('{"__proto__": {"token": "x"}}')) as object)).toEqual(["__proto__"]);
  });

  it.each([
    ["token=abc123&title=Disk+full", "token=••••••&title=Disk+full"],
    ['{"password": "a\\"b", "title": "x', '{"password": ••••••, "title": "x'],
    ["Authorization: Bearer abcdefghijkl", "Authorization: ••••••"],
    ["see whsec_abcdefghijkl", "see ••••••"],
  ])("are masked in text that is no JSON: %s", (text, masked) => {
    expect(maskText(text)).not.toContain("abc1");
    expect(maskText(text)).toContain(masked.slice(0, 12));
  });

  it("are masked where they end as a stored secret ends, and only if long", () => {
    expect(maskText("key sq4f8a7b6c5d9xyz1 and xyz1", ["xyz1"])).toBe("key •••••• and xyz1");
  });
});
