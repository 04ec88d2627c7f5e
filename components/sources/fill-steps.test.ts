import { describe, expect, it } from "vitest";
import type { Proof } from "@/lib/contract/source";
import { providers } from "@/lib/providers/index";
import { fillSteps, headerOf } from "./fill-steps";

const URL = "https://squelch.example.com/api/ingest/abc";
const senders = providers.flatMap(({ id, webhook }) => (webhook ? [{ id, webhook }] : []));
const setUpOf = (id: string) => senders.find((one) => one.id === id)?.webhook.setUp ?? [];

function textOf(id: string, proof: Proof, headerName: string | null = null): string {
  const steps = fillSteps(setUpOf(id), { proof, headerName, url: URL, secret: "s$&cret" });
  return steps.map(({ parts, code }) => `${parts.map(({ text }) => text).join("")}\n${code ?? ""}`).join("\n");
}

const proofs = senders.flatMap(({ id, webhook }) => [
  ...(webhook.signature ? [{ id, proof: "signature" as const, headerName: null }] : []),
  ...(webhook.canSetHeader ? [{ id, proof: "header" as const, headerName: headerOf(webhook.setUp) }] : []),
  { id, proof: "path" as const, headerName: null },
]);

describe("the steps at the sender", () => {
  it.each(proofs)("$id by $proof name the address, and leave no placeholder", ({ id, proof, headerName }) => {
    const text = textOf(id, proof, headerName);
    expect(text).toContain(URL);
    expect(text).not.toMatch(/\{url\}|\{secret\}/);
  });

  it.each(proofs.filter(({ proof }) => proof === "header"))("$id by header name the secret", ({ id, headerName }) => {
    expect(textOf(id, "header", headerName)).toContain("s$&cret");
  });

  it("PagerDuty by header says nothing of a signing secret", () => {
    expect(textOf("pagerduty", "header", "x-squelch-secret")).toMatch(/name x-squelch-secret, value s\$&cret/);
    expect(textOf("pagerduty", "header", "x-squelch-secret")).not.toMatch(/signing secret/);
    expect(textOf("pagerduty", "signature")).toMatch(/signing secret/);
  });

  it("by the path need no header", () => {
    expect(textOf("opsgenie", "path")).not.toMatch(/Authorization/);
  });

  it("of another header than the sender's usual one name it, and the bare secret", () => {
    expect(textOf("opsgenie", "header", "x-other")).toContain("name x-other, value s$&cret");
  });

  it("of Splunk On-Call keep what is signed apart from what is not", () => {
    expect(textOf("splunk-oncall", "signature")).toMatch(/Escalation Webhooks/);
    expect(textOf("splunk-oncall", "signature")).not.toMatch(/custom header/);
    expect(textOf("splunk-oncall", "header", "authorization")).not.toMatch(/Escalation Webhooks/);
  });

  it("a configuration is to be copied whole", () => {
    const [first] = fillSteps(setUpOf("alertmanager"), {
      proof: "header",
      headerName: "authorization",
      url: URL,
      secret: "s",
    });
    expect(first?.code).toMatch(/^receivers:\n {2}- name: squelch\n/);
    expect(first?.code).toContain(`url: "${URL}"`);
  });
});
