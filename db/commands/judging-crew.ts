import type { Beyond } from "@/db/queries/alert-histories";
import type { Instant } from "@/lib/model/instant";
import type { Alike } from "@/lib/noise/habits";
import type { Edge } from "@/lib/noise/storms";
import type { Learnt } from "./surroundings-rows";

/** With the alerts that follow each other, which are known of the whole workspace. */
export type StoredLearnt = Learnt & { edges?: Edge[] };

export type Span = { from: Instant; to: Instant };

/** What portions are worked on with. */
export type Known = { kind: "learnt"; learnt: StoredLearnt } | { kind: "beyond"; beyond: Beyond };

/** A portion of pages, by when they opened or by their alerts. Portions may be done beside each other and in any order. */
export type Task =
  | { kind: "surround"; span: Span }
  /** `latest`: no more than so many pages of each are read; null = all. */
  | { kind: "observe"; alerts: readonly string[]; latest: number | null }
  | { kind: "judge"; alerts: readonly string[] };

/** What habits are learnt from, where alerts were observed. */
export type Done = readonly Alike[];

/** Whoever works on portions. What they were told last is what they work with. */
export type Hands = {
  tell: (known: Known) => void;
  work: (task: Task) => Promise<Done>;
};

/** Works beside this thread, over a connection of its own. */
export type Helper = Hands & { end: () => Promise<void> };

/** Null where nobody is free, or so few pages are not worth it. */
export type StartHelper = (workspaceId: number, pages: number) => Helper | null;

/** While one portion is read or written, another one is worked on. */
const AT_ONCE = 2;

/** This thread, and a helper once there is enough to do. */
export class Crew {
  readonly #told = new Map<Known["kind"], Known>();
  #helper: Helper | null = null;

  constructor(
    readonly own: Hands,
    readonly startHelper: (pages: number) => Helper | null = () => null,
  ) {}

  /** So many pages are to be worked on. */
  expect(pages: number): void {
    if (this.#helper !== null) return;
    this.#helper = this.startHelper(pages);
    for (const known of this.#told.values()) this.#helper?.tell(known);
  }

  tell(known: Known): void {
    this.#told.set(known.kind, known);
    for (const hands of this.#hands()) hands.tell(known);
  }

  /** After a failure nothing more is begun, and what was begun has ended. */
  async work(tasks: readonly Task[], done: (found: Done) => void, enough: () => boolean = () => false): Promise<void> {
    const left = tasks.toReversed();
    const run = async (hands: Hands) => {
      for (let task = left.pop(); task !== undefined && !enough(); task = left.pop()) {
        try {
          done(await hands.work(task));
        } catch (error) {
          left.length = 0;
          throw error;
        }
      }
    };
    const runs = this.#hands().flatMap((hands) => Array.from({ length: AT_ONCE }, () => run(hands)));
    const ends = await Promise.allSettled(runs);
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  }

  async end(): Promise<void> {
    await this.#helper?.end();
  }

  #hands(): Hands[] {
    return this.#helper ? [this.own, this.#helper] : [this.own];
  }
}
