import { textOf, type Wire } from "@/lib/providers/wire";

const OFFSET = 14_695_981_039_346_656_037n;
const PRIME = 1_099_511_628_211n;
const SEPARATOR = 0xff;

/** The fingerprint that Prometheus gives a label set: FNV-1a over the sorted names and values. Undefined without labels. */
export function fingerprintOf(labels: Wire): string | undefined {
  const pairs = Object.entries(labels)
    .map(([name, value]) => [utf8(name), utf8(textOf(value) ?? "")] as const)
    .sort(([a], [b]) => compareBytes(a, b));
  if (pairs.length === 0) return undefined;
  let hash = OFFSET;
  const add = (byte: number): void => {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  };
  for (const bytes of pairs.flat()) {
    bytes.forEach(add);
    add(SEPARATOR);
  }
  return hash.toString(16).padStart(16, "0");
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const differs = a.findIndex((byte, i) => byte !== b[i]);
  return differs < 0 ? a.length - b.length : (a[differs] ?? 0) - (b[differs] ?? -1);
}
