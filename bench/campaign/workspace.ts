import { request } from "node:http";
import type { Installation } from "@/bin/fixtures/installation";
import { openClient } from "@/db/client";
import { openEngine } from "@/db/engine/open-engine";
import { CAMPAIGN_PROVIDERS, type CampaignProvider } from "./bodies";
import type { Target, Targets } from "./send";

export type Session = { url: string; cookie: string };

/** Spends the printed link. */
export async function signInTo({ url, signInLink }: Pick<Installation, "url" | "signInLink">): Promise<Session> {
  const token = new URLSearchParams(new URL(signInLink).hash.slice(1)).get("token");
  const response = await fetch(`${url}/api/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url, "x-squelch": "1" },
    body: JSON.stringify({ token }),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(";")[0];
  if (!cookie) throw new Error(`signing in answered ${response.status}`);
  return { url, cookie };
}

export async function call<T>({ url, cookie }: Session, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(url + path, {
    method,
    headers: { cookie, origin: url, "x-squelch": "1", "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

const SIGNING: Partial<Record<CampaignProvider, string>> = {
  pagerduty: "signing secret of the campaign",
  "incident-io": `whsec_${Buffer.from("a signing secret of thirty bytes").toString("base64")}`,
};

/** A source for each provider, with what proves its deliveries. */
export async function makeSources(session: Session): Promise<Targets> {
  const targets: Partial<Record<CampaignProvider, Target>> = {};
  for (const provider of CAMPAIGN_PROVIDERS) {
    const signing = SIGNING[provider];
    const webhook = signing ? { proof: "signature", secret: signing } : { proof: "header" };
    type Made = { source: { webhook: { path: string; headerName: string | null } }; secret: { secret: string } | null };
    const made = await call<Made>(session, "POST", "/api/sources", { name: provider, provider, webhook });
    const { path, headerName } = made.source.webhook;
    const secret = signing ?? made.secret?.secret ?? "";
    targets[provider] = {
      url: session.url + path,
      secret,
      ...(headerName && !signing && { headers: { [headerName]: secret } }),
    };
  }
  return targets as Targets;
}

/** The database of a running installation. */
export async function attach(dataDir: string) {
  const engine = await openEngine({ dataDir, report: () => {} });
  const client = openClient(engine.url, { max: 2 });
  return {
    ...client,
    url: engine.url,
    close: async () => {
      await client.close();
      await engine.stop();
    },
  };
}

/** Milliseconds of one GET of a screen's data, to its last byte. */
export function timeGet({ url, cookie }: Session, path: string): Promise<number> {
  const since = performance.now();
  return new Promise((done, fail) => {
    request(url + path, { headers: { cookie } }, (response) => {
      response.resume();
      response.once("end", () => done(performance.now() - since));
    })
      .once("error", fail)
      .end();
  });
}
