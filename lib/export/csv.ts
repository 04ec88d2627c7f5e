import { pipeline, Readable, type Transform } from "node:stream";
import { stringify } from "csv-stringify";
import { guarded } from "./guarded";

export type Cell = string | number | null;

/** The only way to CSV: all text quoted and guarded, numbers as they are, null as an empty cell. UTF-8, CRLF. */
export function csvStream(header: readonly string[], rows: AsyncIterable<readonly Cell[]>): Transform {
  const out = stringify({ header: true, columns: [...header], quoted_string: true, record_delimiter: "windows" });
  const safe = async function* () {
    for await (const row of rows) yield row.map((cell) => (typeof cell === "string" ? guarded(cell) : cell));
  };
  // Unlike `pipe` this hands an error of the rows on to the reader, and a reader who leaves ends the rows.
  pipeline(Readable.from(safe()), out, () => {});
  return out;
}
