import { CompleteEnvelopes } from "./envelopes";
import type { JsonRecord } from "./json-records";
import type { Envelope, Input, Outcome, ParsedRecord, Provider, ReadContext } from "./provider";

/**
 * Reads the records of one file or body with the JSON formats of a provider: call it with each, in their order.
 * `wanted` are members of the envelope that are needed although they may stand behind its list in the input.
 */
export function jsonReader(
  provider: Provider,
  context: Omit<ReadContext, "envelope">,
  { input, wanted }: { input: Input; wanted: readonly string[] },
): (record: JsonRecord) => Promise<ParsedRecord> {
  const formats = provider.formats.filter((format) => format.shape === "json");
  const envelopes = wanted.length > 0 ? new CompleteEnvelopes(input, wanted) : null;
  const read = (value: unknown, envelope: Envelope | null): Outcome => {
    const format = formats.find((one) => one.matches(value));
    return format ? format.read(value, { ...context, envelope }) : { outcome: "rejected", why: notOurs(value) };
  };
  return async (record) => {
    const { where, line } = record;
    if ("broken" in record) return { where, line, outcome: "rejected", why: record.broken };
    const envelope = envelopes ? await envelopes.of(record.envelope) : record.envelope;
    return { where, line, ...read(record.value, envelope) };
  };
}

function notOurs(value: unknown): string {
  if (typeof value !== "object" || value === null) return `not an object: ${JSON.stringify(value)?.slice(0, 40)}`;
  const keys = Object.keys(value).slice(0, 8).join(", ");
  return keys === "" ? "an object without members" : `an object of no kind we read, with the keys ${keys}`;
}
