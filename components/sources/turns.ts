/** At most so many at a time; the others wait in the order in which they came. */
export class Turns {
  private free: number;
  private readonly line: (() => void)[] = [];

  constructor(limit: number) {
    this.free = limit;
  }

  /** Resolves when it is one's turn, with the way to hand it on. */
  async take(): Promise<() => void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((next) => this.line.push(next));
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const next = this.line.shift();
      if (next) next();
      else this.free += 1;
    };
  }
}
