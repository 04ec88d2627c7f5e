import type { IncomingMessage } from "node:http";

export type ReadBody = { body: Uint8Array } | "too-large" | "too-slow" | "cut";

/** The raw bytes, counted as they come. What is too large, or dawdles, is given up at once. */
export async function readBody(request: Request, maxBytes: number, limitMs: number): Promise<ReadBody> {
  if (!request.body) return { body: new Uint8Array() };
  const reader = request.body.getReader();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<"too-slow">((resolve) => {
    timer = setTimeout(() => resolve("too-slow"), limitMs);
  });
  try {
    const read = await Promise.race([readAll(reader, maxBytes), limit]);
    if (typeof read === "string") {
      reader.cancel().catch(() => {
        // The sender has gone already.
      });
    }
    return read;
  } finally {
    clearTimeout(timer);
  }
}

/** The same of a message of Node's server. What was given up is read no further; the answer can still be written. */
export function readMessage(message: IncomingMessage, maxBytes: number, limitMs: number): Promise<ReadBody> {
  return new Promise((resolve) => {
    const portions: Uint8Array[] = [];
    let bytes = 0;
    const end = (read: ReadBody) => {
      clearTimeout(timer);
      message.off("data", take).off("end", whole).off("close", cut).off("error", cut);
      if (typeof read === "string") message.pause();
      resolve(read);
    };
    const take = (portion: Uint8Array) => {
      bytes += portion.length;
      if (bytes > maxBytes) end("too-large");
      else portions.push(portion);
    };
    const whole = () => end({ body: portions.length === 1 && portions[0] ? portions[0] : Buffer.concat(portions) });
    const cut = () => end("cut");
    const timer = setTimeout(() => end("too-slow"), limitMs);
    message.on("data", take).on("end", whole).on("close", cut).on("error", cut);
  });
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, maxBytes: number): Promise<ReadBody> {
  const portions: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { body: Buffer.concat(portions) };
      bytes += value.length;
      if (bytes > maxBytes) return "too-large";
      portions.push(value);
    }
  } catch {
    // The connection broke: nobody waits for an answer.
    return "cut";
  }
}
