import { createReadStream, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { foldPage } from "@/lib/ingest/fold-page";
import { signatureOf } from "@/lib/ingest/signature-of";
import { groupBy } from "@/lib/model/group-by";
import type { PageEvent } from "@/lib/model/page-event";
import { detectFormat } from "./detect-format";
import { parseInput } from "./parse-input";

const FIXTURES = join(import.meta.dirname, "fixtures");

async function eventsOf(provider: string): Promise<PageEvent[]> {
  const events: PageEvent[] = [];
  for (const name of readdirSync(join(FIXTURES, provider))) {
    if (/\.(golden|mapping)\.json$/.test(name)) continue;
    const path = join(FIXTURES, provider, name);
    const input = { name, size: null, open: () => createReadStream(path) };
    const detected = await detectFormat(input, provider);
    for await (const { records } of parseInput(input, detected, { zone: "UTC", mapping: null }))
      for (const record of records) if (record.outcome === "accepted") events.push(...record.events);
  }
  return events;
}

/** By what the pages of all fixtures of a provider are known. */
async function kindsOf(provider: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const told of groupBy(await eventsOf(provider), ({ pageKey }) => pageKey).values()) {
    const page = foldPage(told);
    if (!page) continue;
    const { kind, key } = signatureOf(page);
    const said = key === "" ? "nothing" : kind;
    counts[said] = (counts[said] ?? 0) + 1;
  }
  return counts;
}

const PROVIDERS =
  "alertmanager grafana-alerting datadog cloudwatch zabbix nagios grafana-oncall pagerduty opsgenie splunk-oncall incident-io better-stack rootly firehydrant zenduty squadcast goalert";

it("the alert of a page is known by its rule, a stable key or its title, as far as each provider tells them", async () => {
  const kinds = await Promise.all(PROVIDERS.split(" ").map(async (id) => [id, await kindsOf(id)] as const));
  expect(Object.fromEntries(kinds)).toMatchInlineSnapshot(`
    {
      "alertmanager": {
        "rule": 7,
        "title": 1,
      },
      "better-stack": {
        "title": 7,
      },
      "cloudwatch": {
        "rule": 2,
      },
      "datadog": {
        "dedup": 1,
        "rule": 5,
      },
      "firehydrant": {
        "title": 5,
      },
      "goalert": {
        "title": 10,
      },
      "grafana-alerting": {
        "rule": 2,
      },
      "grafana-oncall": {
        "title": 7,
      },
      "incident-io": {
        "nothing": 1,
        "title": 9,
      },
      "nagios": {
        "dedup": 6,
      },
      "opsgenie": {
        "nothing": 1,
        "title": 23,
      },
      "pagerduty": {
        "nothing": 2,
        "title": 44,
      },
      "rootly": {
        "nothing": 2,
        "title": 3,
      },
      "splunk-oncall": {
        "nothing": 1,
        "title": 30,
      },
      "squadcast": {
        "title": 2,
      },
      "zabbix": {
        "rule": 2,
      },
      "zenduty": {
        "title": 2,
      },
    }
  `);
});
