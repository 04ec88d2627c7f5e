import { createHash } from "node:crypto";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Body, type CampaignProvider, proofHeaders } from "./bodies";

/** Where a provider's deliveries go, and what proves them. */
export type Target = { url: string; secret: string; headers?: Readonly<Record<string, string>> };
export type Targets = Readonly<Record<CampaignProvider, Target>>;

export type Sent = {
  /** SHA-256 of every body that was acknowledged: the sender's own list. */
  acknowledged: Set<string>;
  /** Milliseconds from when a request was due to its answer: waiting behind others counts. */
  latencies: number[];
  statuses: Map<string, number>;
  requests: number;
  repeats: number;
};

export const newSent = (): Sent => ({
  acknowledged: new Set(),
  latencies: [],
  statuses: new Map(),
  requests: 0,
  repeats: 0,
});

type Rate = { perSecond: number; seconds: number; repeatShare: number };

const TICK_MS = 5;
/** Bodies that may be sent again. */
const REMEMBERED = 500;

/** Open loop: requests leave when they are due, however slowly the server answers. Ends with the last answer. */
export async function sendAtRate(
  source: Iterator<Body>,
  targets: Targets,
  { perSecond, seconds, repeatShare }: Rate,
  sent: Sent,
  signal?: AbortSignal,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const answers = new Set<Promise<void>>();
  const recent: Body[] = [];
  const since = performance.now();
  const total = perSecond * seconds;
  for (let due = 0; due < total && !signal?.aborted; ) {
    const now = performance.now() - since;
    for (; due < total && (due / perSecond) * 1000 <= now; due += 1) {
      const isRepeat = recent.length > 0 && (due * repeatShare) % 1 < repeatShare;
      const body = isRepeat ? (recent[(due * 7919) % recent.length] as Body) : (source.next().value as Body);
      if (isRepeat) sent.repeats += 1;
      else if (recent.length < REMEMBERED) recent.push(body);
      else recent[due % REMEMBERED] = body;
      const answer = deliver(agent, targets[body.provider], body, since + (due / perSecond) * 1000, sent);
      answers.add(answer);
      void answer.then(() => answers.delete(answer));
    }
    await sleep(TICK_MS);
  }
  await Promise.all(answers);
  agent.destroy();
}

/** One request; never rejects. Only a 2xx counts as acknowledged. */
function deliver(agent: Agent, target: Target, body: Body, dueAt: number, sent: Sent): Promise<void> {
  sent.requests += 1;
  const bytes = Buffer.from(body.text);
  return new Promise((done) => {
    const settle = (status: string) => {
      sent.statuses.set(status, (sent.statuses.get(status) ?? 0) + 1);
      sent.latencies.push(performance.now() - dueAt);
      if (status.startsWith("2")) sent.acknowledged.add(createHash("sha256").update(bytes).digest("hex"));
      done();
    };
    const posted = request(
      target.url,
      {
        agent,
        method: "POST",
        headers: {
          "content-type": "application/json",
          "content-length": bytes.length,
          ...target.headers,
          ...proofHeaders(body, target.secret),
        },
      },
      (response) => {
        response.resume();
        response.once("end", () => settle(String(response.statusCode)));
        response.once("error", () => settle("cut"));
      },
    );
    posted.once("error", (error: NodeJS.ErrnoException) => settle(error.code ?? "error"));
    posted.end(bytes);
  });
}

/** The q-th quantile, 0 < q <= 1. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}
