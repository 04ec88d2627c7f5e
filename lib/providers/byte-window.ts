const INITIAL_CAPACITY = 256 * 1024;

/**
 * A growing view on a byte stream. Bytes from `start` to `end` are held until `start` moves on; a fill may move them, so
 * positions are kept relative to `start`.
 */
export class ByteWindow {
  buffer: Uint8Array = new Uint8Array(INITIAL_CAPACITY);
  start = 0;
  end = 0;
  private readonly source: AsyncIterator<Uint8Array>;
  /** Bytes of the stream that lie before `buffer[start]`. */
  dropped = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  get held(): number {
    return this.end - this.start;
  }

  drop(count: number): void {
    this.start += count;
    this.dropped += count;
  }

  /** Adds the next chunk; false at the end of the stream. */
  async fill(): Promise<boolean> {
    for (;;) {
      const next = await this.source.next();
      if (next.done) return false;
      if (next.value.length === 0) continue;
      this.append(next.value);
      return true;
    }
  }

  async close(): Promise<void> {
    await this.source.return?.();
  }

  private append(chunk: Uint8Array): void {
    const held = this.held;
    if (this.end + chunk.length > this.buffer.length) {
      let capacity = this.buffer.length;
      while (capacity < held + chunk.length) capacity *= 2;
      const target = capacity === this.buffer.length ? this.buffer : new Uint8Array(capacity);
      target.set(this.buffer.subarray(this.start, this.end), 0);
      this.buffer = target;
      this.start = 0;
      this.end = held;
    }
    this.buffer.set(chunk, this.end);
    this.end += chunk.length;
  }
}
