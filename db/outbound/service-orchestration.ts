import { z } from "zod";
import type { OpenConnection } from "@/db/queries/connections";
import { AppError } from "@/lib/errors";
import { type Outbound, OutboundError } from "./http";

/** What we look at; everything else is handed back as it came. */
const Path = z.looseObject({
  orchestration_path: z.looseObject({
    sets: z.array(z.looseObject({ id: z.string(), rules: z.array(z.looseObject({ label: z.string().nullish() })) })),
  }),
});
type OrchestrationPath = z.infer<typeof Path>;
export type OrchestrationRule = OrchestrationPath["orchestration_path"]["sets"][number]["rules"][number];

export type OrchestrationApi = {
  check(): Promise<void>;
  get(serviceId: string): Promise<OrchestrationPath>;
  put(serviceId: string, path: OrchestrationPath): Promise<void>;
};

/** PagerDuty's REST v2, /event_orchestrations/services/{id}: a path is read and written whole. */
export function orchestrationApi(
  { url, secret }: Pick<OpenConnection, "url" | "secret">,
  call: Outbound,
): OrchestrationApi {
  const ask = async (path: string, body?: string): Promise<string> => {
    const answer = await call({
      url: `${url}${path}`,
      method: body === undefined ? "GET" : "PUT",
      ...(body === undefined ? {} : { body }),
      headers: {
        accept: "application/vnd.pagerduty+json;version=2",
        authorization: `Token token=${secret ?? ""}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
    });
    const text = answer.body.toString("utf8");
    if (answer.status >= 200 && answer.status < 300) return text;
    if (answer.status === 429 || answer.status >= 500)
      throw new OutboundError("failed", `PagerDuty answered ${answer.status}.`);
    if (answer.status === 401) throw new AppError("invalid", "PagerDuty does not take this token.");
    if (answer.status === 404)
      throw new AppError("invalid", "PagerDuty knows no such service, or it has no orchestration.");
    throw new AppError("invalid", `PagerDuty answered ${answer.status}: ${text.replace(/\s+/g, " ").slice(0, 200)}`);
  };
  const at = (serviceId: string) => `/event_orchestrations/services/${encodeURIComponent(serviceId)}`;
  return {
    async check() {
      await ask("/event_orchestrations?limit=1");
    },
    async get(serviceId) {
      const read = Path.safeParse(JSON.parse(await ask(at(serviceId))));
      if (!read.success) throw new AppError("invalid", "PagerDuty's answer is no service orchestration.");
      return read.data;
    },
    async put(serviceId, path) {
      await ask(at(serviceId), JSON.stringify(path));
    },
  };
}
