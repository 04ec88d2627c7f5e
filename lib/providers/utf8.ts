const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of one record, or null where its bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null; // the fatal decoder has no other way to say so; the caller rejects the record
  }
}

/** Where UTF-8 breaks first. Line counts from `firstLine`, column from `firstColumn` on the first line, both from 1. */
export function describeBadByte(bytes: Uint8Array, firstLine: number, firstColumn: number): string {
  const at = firstInvalid(bytes);
  let line = firstLine;
  let column = firstColumn;
  for (let i = 0; i < at; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === 10) {
      line++;
      column = 1;
    } else if ((byte & 0xc0) !== 0x80) column++;
  }
  const hex = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, "0");
  return `line ${line}: byte 0x${hex} at column ${column} is not UTF-8; the file mixes encodings`;
}

function firstInvalid(bytes: Uint8Array): number {
  let i = 0;
  while (i < bytes.length) {
    const length = sequenceLength(bytes, i);
    if (length === 0) return i;
    i += length;
  }
  return 0;
}

function sequenceLength(bytes: Uint8Array, i: number): number {
  const lead = bytes[i] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  return decodeUtf8(bytes.subarray(i, i + length)) === null ? 0 : length;
}
