import { ProblemError } from "@/components/queries/fetch-json";
import type { HashMessage } from "./hash-worker";

/** SHA-256 of a file in hex, as it lies on the disk of its owner. */
export function hashFile(file: File, onProgress: (read: number) => void, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./hash-worker.ts", import.meta.url), { type: "module" });
    const end = (settle: () => void) => {
      worker.terminate();
      settle();
    };
    worker.onmessage = ({ data }: MessageEvent<HashMessage>) => {
      if ("read" in data) onProgress(data.read);
      else if ("sha256" in data) end(() => resolve(data.sha256));
      else end(() => reject(unreadable(data.failed)));
    };
    worker.onerror = ({ message }) => end(() => reject(unreadable(message)));
    signal.addEventListener("abort", () => end(() => reject(new DOMException("Stopped", "AbortError"))));
    worker.postMessage(file);
  });
}

function unreadable(why: string): ProblemError {
  return new ProblemError({
    title: "The file cannot be read",
    detail: `It may have been moved, changed or opened elsewhere since it was chosen. Choose it again. (${why})`,
    status: 0,
    requestId: null,
  });
}
