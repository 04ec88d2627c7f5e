import { Hash } from "fast-sha256";

/** Read at once: a file of any size is never in memory as a whole. */
const PORTION_BYTES = 4 * 1024 ** 2;

export type HashMessage = { read: number } | { sha256: string } | { failed: string };

/** SHA-256 of a file, off the main thread. The browser's own digest wants the whole content in memory. */
addEventListener("message", ({ data: file }: MessageEvent<File>) => {
  hashOf(file).then(
    (sha256) => tell({ sha256 }),
    (error: unknown) => tell({ failed: error instanceof Error ? error.message : String(error) }),
  );
});

async function hashOf(file: File): Promise<string> {
  const hash = new Hash();
  for (let at = 0; at < file.size; at += PORTION_BYTES) {
    hash.update(new Uint8Array(await file.slice(at, at + PORTION_BYTES).arrayBuffer()));
    tell({ read: Math.min(file.size, at + PORTION_BYTES) });
  }
  return [...hash.digest()].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function tell(message: HashMessage): void {
  postMessage(message);
}
