import { z } from "zod";
import type { OpenConnection } from "@/db/queries/connections";
import { AppError } from "@/lib/errors";
import { type Outbound, OutboundError, type OutboundRequest } from "./http";

const Silence = z.object({
  id: z.string(),
  status: z.object({ state: z.enum(["active", "pending", "expired"]) }),
  startsAt: z.string(),
  endsAt: z.string(),
  comment: z.string(),
  createdBy: z.string(),
  matchers: z.array(
    z.object({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean().default(true) }),
  ),
});
export type WireSilence = z.infer<typeof Silence>;

const Alert = z.object({
  fingerprint: z.string(),
  startsAt: z.string(),
  labels: z.record(z.string(), z.string()),
  status: z.object({ state: z.string(), silencedBy: z.array(z.string()).default([]) }),
});
export type WireAlert = z.infer<typeof Alert>;

/** A silence as it is sent. With an id it is changed: Alertmanager answers with another id where it had to make a new one. */
export type SilenceBody = Omit<WireSilence, "id" | "status"> & { id?: string };

export type SilenceApi = {
  version(): Promise<string>;
  put(body: SilenceBody): Promise<string>;
  /** Null = not known there, or no longer: an expired one is forgotten after some days. */
  get(id: string): Promise<WireSilence | null>;
  list(): Promise<WireSilence[]>;
  /** False where there is none to expire. */
  expire(id: string): Promise<boolean>;
  /** Every alert that some silence keeps from paging. */
  silenced(): Promise<WireAlert[]>;
};

/** https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml */
export function silenceApi(
  connection: Pick<OpenConnection, "url" | "auth" | "userName" | "secret">,
  call: Outbound,
): SilenceApi {
  const ask = async (request: Omit<OutboundRequest, "url" | "headers"> & { path: string }) => {
    const { path, ...rest } = request;
    const answer = await call({
      ...rest,
      url: `${connection.url}/api/v2${path}`,
      headers: {
        ...authorization(connection),
        ...(rest.body === undefined ? {} : { "content-type": "application/json" }),
      },
    });
    if (answer.status === 401 || answer.status === 403)
      throw new AppError(
        "invalid",
        `Alertmanager does not let us in (${answer.status}). Check the secret of the connection.`,
      );
    return { status: answer.status, text: answer.body.toString("utf8") };
  };
  return {
    async version() {
      const answer = ok(await ask({ path: "/status" }));
      return read(z.object({ versionInfo: z.object({ version: z.string() }) }), answer).versionInfo.version;
    },
    async put(body) {
      const answer = ok(await ask({ path: "/silences", method: "POST", body: JSON.stringify(body) }));
      return read(z.object({ silenceID: z.string() }), answer).silenceID;
    },
    async get(id) {
      const answer = await ask({ path: `/silence/${encodeURIComponent(id)}` });
      return answer.status === 404 ? null : read(Silence, ok(answer));
    },
    async list() {
      return read(z.array(Silence), ok(await ask({ path: "/silences" })));
    },
    async expire(id) {
      const answer = await ask({ path: `/silence/${encodeURIComponent(id)}`, method: "DELETE" });
      // It answers 500 where the silence has expired already, 404 where it knows none.
      if (answer.status === 404 || /already expired/.test(answer.text)) return false;
      ok(answer);
      return true;
    },
    async silenced() {
      const all = read(
        z.array(Alert),
        ok(await ask({ path: "/alerts?active=false&silenced=true&inhibited=false&unprocessed=false" })),
      );
      return all.filter(({ status }) => status.silencedBy.length > 0);
    },
  };
}

export function authorization({
  auth,
  userName,
  secret,
}: Pick<OpenConnection, "auth" | "userName" | "secret">): Record<string, string> {
  if (auth === "none" || secret === null) return {};
  const basic = Buffer.from(`${userName ?? ""}:${secret}`, "utf8").toString("base64");
  return { authorization: auth === "basic" ? `Basic ${basic}` : `Bearer ${secret}` };
}

type Answer = { status: number; text: string };

function ok(answer: Answer): Answer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  if (answer.status >= 500)
    throw new OutboundError("failed", `Alertmanager answered ${answer.status}: ${said(answer)}.`);
  throw new AppError("invalid", `Alertmanager answered ${answer.status}: ${said(answer)}.`);
}

/** What it says of itself, cut: it goes on a screen and into a row. */
function said({ text }: Answer): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 200) || "nothing more";
}

function read<T>(schema: z.ZodType<T>, { text }: Answer): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError("invalid", "The answer is no JSON: this address is not an Alertmanager.");
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new AppError("invalid", "The answer is not one of Alertmanager's API v2.");
  return parsed.data;
}
