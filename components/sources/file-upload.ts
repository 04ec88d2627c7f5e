import type { DetailedError, Upload as TusUpload, UploadOptions } from "tus-js-client";
import { fetchJson, type Problem, ProblemError, problemOf, send } from "@/components/queries/fetch-json";
import { type ImportView, type KnownContent, MAX_PART_BYTES } from "@/lib/contract/sources";
import { hashFile } from "./hash-file";
import { Turns } from "./turns";

/** One is read at a time, and two are sent: more would only share the same line. */
const reading = new Turns(1);
const sending = new Turns(2);

/** A restart of the server takes some ten seconds: it is waited for, and then asked less and less often. */
const RETRY_DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 30_000, 30_000, 60_000];

/** In its order; `known` and `paused` wait for a word of the person. */
type Phase = "waiting" | "checking" | "known" | "sending" | "retrying" | "paused" | "finishing";

export type Progress = {
  phase: Phase;
  /** Bytes checked or sent, after the phase. */
  done: number;
  /** Bytes a second since it was last started or continued; null before the first second. */
  rate: number | null;
  /** The import that it became. */
  id: string | null;
  known: KnownContent["imported"];
};

/** An upload that this file is said to go on with. */
export type Unfinished = { id: string; fileName: string; bytes: number };

/** One file on its way: checked against what is known, sent in parts, and compared at its end. */
export class FileUpload {
  private readonly control = new AbortController();
  private tus: TusUpload | null = null;
  private pausing: (() => void) | null = null;
  private word: (() => void) | null = null;
  private id: string | null = null;

  constructor(
    private readonly file: File,
    private readonly tell: (progress: Partial<Progress>) => void,
    private readonly unfinished: Unfinished | null,
  ) {}

  /** Resolves with the import that waits for its start; null where the person left it. */
  async run(): Promise<ImportView | null> {
    this.assertSameSize();
    const sha256 = await this.inTurn(reading, () => this.check());
    // Checked as a whole, and nothing of it is sent.
    this.tell({ phase: "waiting", done: 0 });
    const { here, imported } = await this.known(sha256);
    if (this.unfinished && here?.id !== this.unfinished.id) throw notTheSame(this.unfinished);
    if (here?.state === "uploaded") return this.fetchView(here.id);
    if (here) this.became(here.id);
    else if (imported) {
      this.tell({ phase: "known", known: imported });
      await this.toldToGoOn();
    }
    await this.sendAll(sha256);
    this.tell({ phase: "finishing", done: this.file.size });
    return send<ImportView>("POST", `/api/imports/${this.id}/finish`);
  }

  get stopped(): boolean {
    return this.control.signal.aborted;
  }

  pause(): void {
    this.pausing?.();
  }

  /** After a pause, or where the content is known. */
  goOn(): void {
    this.word?.();
  }

  /** What has arrived is forgotten. */
  async cancel(): Promise<void> {
    this.control.abort();
    await this.tus?.abort();
    if (this.id !== null) await send("DELETE", `/api/imports/${this.id}`);
  }

  private assertSameSize(): void {
    if (this.unfinished && this.unfinished.bytes !== this.file.size) throw notTheSame(this.unfinished);
  }

  private check(): Promise<string> {
    this.tell({ phase: "checking", done: 0 });
    return hashFile(this.file, (done) => this.tell({ done }), this.control.signal);
  }

  private known(sha256: string): Promise<KnownContent> {
    return fetchJson<KnownContent>(`/api/imports?sha256=${sha256}`, { signal: this.control.signal });
  }

  private fetchView(id: string): Promise<ImportView> {
    return fetchJson<ImportView>(`/api/imports/${encodeURIComponent(id)}`, { signal: this.control.signal });
  }

  private became(id: string): void {
    this.id = id;
    this.tell({ id });
  }

  private async inTurn<T>(turns: Turns, work: () => Promise<T>): Promise<T> {
    this.tell({ phase: "waiting", rate: null });
    const done = await turns.take();
    try {
      this.control.signal.throwIfAborted();
      return await work();
    } finally {
      done();
    }
  }

  private async sendAll(sha256: string): Promise<void> {
    while ((await this.inTurn(sending, () => this.sendOn(sha256))) === "paused") {
      this.tell({ phase: "paused", rate: null });
      await this.toldToGoOn();
    }
  }

  private toldToGoOn(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.word = resolve;
      this.control.signal.addEventListener("abort", () => reject(new DOMException("Stopped", "AbortError")));
    });
  }

  /** From the byte that the server has, to the end or to the next pause. */
  private async sendOn(sha256: string): Promise<"sent" | "paused"> {
    this.tell({ phase: "sending" });
    // Loaded when the first file is dropped: no screen needs it before.
    const { Upload } = await import("tus-js-client");
    return new Promise((resolve, reject) => {
      const upload = new Upload(this.file, {
        ...this.where(),
        ...this.watch(),
        chunkSize: MAX_PART_BYTES,
        headers: { "x-squelch": "1" },
        metadata: { filename: this.file.name, sha256 },
        // What is unfinished is known by the server, by content: nothing is kept in this browser.
        storeFingerprintForResuming: false,
        retryDelays: RETRY_DELAYS_MS,
        onUploadUrlAvailable: () => this.became(/\d+$/.exec(upload.url ?? "")?.[0] ?? ""),
        onSuccess: () => resolve("sent"),
        onError: (error) => reject(asProblemError(error)),
      });
      this.tus = upload;
      this.pausing = () => void upload.abort().then(() => resolve("paused"), reject);
      this.control.signal.addEventListener("abort", () => reject(new DOMException("Stopped", "AbortError")));
      upload.start();
    });
  }

  private where(): Pick<UploadOptions, "endpoint" | "uploadUrl"> {
    const endpoint = new URL("/api/uploads", location.href).href;
    return this.id === null ? { endpoint } : { uploadUrl: `${endpoint}/${this.id}` };
  }

  private watch(): Pick<UploadOptions, "onProgress" | "onShouldRetry"> {
    let from: { done: number; at: number } | null = null;
    return {
      onProgress: (done) => {
        const at = performance.now();
        from ??= { done, at };
        const seconds = (at - from.at) / 1_000;
        this.tell({ phase: "sending", done, rate: seconds >= 1 ? (done - from.done) / seconds : null });
      },
      onShouldRetry: (error) => {
        const again = mayTryAgain(error);
        if (again) this.tell({ phase: "retrying", rate: null });
        // The pause is no part of the rate.
        from = null;
        return again;
      },
    };
  }
}

/** The server is away, or another request still holds the upload, or knows better how far it is. */
function mayTryAgain({ originalRequest, originalResponse }: DetailedError): boolean {
  const status = originalResponse?.getStatus() ?? 0;
  return status === 0 || status >= 500 || status === 423 || (status === 409 && originalRequest.getMethod() === "PATCH");
}

function asProblemError(error: Error | DetailedError): Error {
  if (!("originalResponse" in error)) return error;
  const status = error.originalResponse?.getStatus() ?? 0;
  if (status === 0) return new ProblemError(UNREACHED);
  return new ProblemError(problemOf(status, error.originalResponse?.getBody() ?? ""));
}

const UNREACHED: Problem = {
  title: "The file did not arrive as a whole",
  detail: "The server could not be reached for minutes. What has arrived is kept: drop the same file to go on.",
  status: 0,
  requestId: null,
};

function notTheSame({ fileName }: Unfinished): ProblemError {
  return new ProblemError({
    title: "This is another file",
    detail: `Its content is not that of ${fileName}, of which a part has arrived. Choose the same file, or drop this one to send it as a file of its own.`,
    status: 0,
    requestId: null,
  });
}
