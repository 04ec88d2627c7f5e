import { incidentsJson, type SampleOptions } from "@/lib/sample/sample-company";

type Json = Record<string, unknown>;

const OF_INCIDENT = "id incident_number title created_at status urgency incident_key service last_status_change_by";
const OF_ENTRY = "id type created_at agent user channel assignees";

/** The same incidents as a script keeps them that is short of space: about 1 kB each, references without names. */
export function* compactJson(options: SampleOptions): Generator<string> {
  for (const chunk of incidentsJson(options)) {
    const begin = chunk.indexOf('{"incident_number"');
    yield begin < 0 ? chunk : chunk.slice(0, begin) + JSON.stringify(slim(JSON.parse(chunk.slice(begin)) as Json));
  }
}

function slim(incident: Json): Json {
  const entries = (incident.log_entries as Json[])
    // The effect of the trigger in the same second: it repeats who is notified.
    .filter(({ type }) => type !== "assign_log_entry")
    .map((entry) => bare(only(entry, OF_ENTRY)));
  return { ...only(incident, OF_INCIDENT), service: named(incident.service as Json), log_entries: entries };
}

function bare(entry: Json): Json {
  const { agent, user, channel, assignees, ...rest } = entry;
  const { type, notification } = (channel ?? {}) as { type?: string; notification?: { type: string } };
  return {
    ...rest,
    ...(agent ? { agent: reference(agent as Json) } : {}),
    ...(user ? { user: reference(user as Json) } : {}),
    ...(assignees ? { assignees: (assignees as Json[]).map(reference) } : {}),
    ...(type ? { channel: notification ? { type, notification: { type: notification.type } } : { type } } : {}),
  };
}

const reference = ({ id, type }: Json): Json => ({ id, type });
const named = ({ id, type, summary }: Json): Json => ({ id, type, summary });

function only(object: Json, names: string): Json {
  return Object.fromEntries(names.split(" ").flatMap((name) => (object[name] ? [[name, object[name]]] : [])));
}
