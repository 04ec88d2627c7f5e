import { decodeBytes } from "./decode";
import { EnvelopeMembers, jsonRecords } from "./json-records";
import type { Envelope, Input } from "./provider";

/**
 * Envelopes with all of their members. In a file too large to look at whole, those that stand behind the list are known
 * only after it; where one is missed the file is read once more, and only then.
 */
export class CompleteEnvelopes {
  private complete: Envelope[] | null = null;
  private last: Envelope | null = null;
  private index = -1;

  /** Once the `wanted` members are known, no more is read for the others. */
  constructor(
    private readonly input: Input,
    private readonly wanted: readonly string[],
  ) {}

  /** Call with the envelope of each record, in the order of the file. */
  async of(envelope: Envelope | null): Promise<Envelope | null> {
    if (!envelope) return null;
    if (envelope !== this.last) {
      this.last = envelope;
      this.index++;
    }
    const isComplete = !(envelope instanceof EnvelopeMembers) || envelope.isComplete;
    if (isComplete || this.wanted.every((name) => envelope.has(name))) return envelope;
    this.complete ??= await readEnvelopes(this.input);
    return this.complete[this.index] ?? envelope;
  }
}

async function readEnvelopes(input: Input): Promise<Envelope[]> {
  const found: Envelope[] = [];
  for await (const records of jsonRecords(decodeBytes(input.open()))) {
    for (const record of records) {
      if ("value" in record && record.envelope && found.at(-1) !== record.envelope) found.push(record.envelope);
    }
  }
  return found;
}
