import { decodeBytes } from "./decode";
import { formOf } from "./form-body";
import { type JsonRecord, jsonRecords } from "./json-records";
import type { Input } from "./provider";

/** The JSON values of a file, or the one object that it holds as a form body. `bytes` are those of the input. */
export async function* objectRecords(
  input: Input,
  bytes: AsyncIterable<Uint8Array>,
  batch: number,
): AsyncGenerator<JsonRecord[]> {
  const form = await formOf(decodeBytes(input.open()));
  if (!form) {
    yield* jsonRecords(decodeBytes(bytes), { batch });
    return;
  }
  for await (const _ of bytes); // a form is small and has been read; its bytes still count
  yield [{ where: "line 1", line: 1, ...("value" in form ? { ...form, envelope: null } : form) }];
}
