import type { Dice } from "./dice";

/** How a team goes about its pages. Shares are of pages of that kind. */
export type Culture = {
  name: string;
  acknowledgesReal: number;
  acknowledgesNoise: number;
  /** Minutes until somebody looks, by day. */
  reactMinutes: readonly [number, number];
  notesReal: number;
  /** Of notes on real pages: those that say what was done; the others say "looking". */
  truthfulReal: number;
  notesNoise: number;
  truthfulNoise: number;
  /** Closes by hand what was fixed; else the source clears it. */
  closesReal: number;
  closesNoise: number;
  /** Clears that reach the pager at all. */
  clearsTold: number;
  secondReal: number;
  secondNoise: number;
  escalates: number;
  /** Fixes that leave a record in the change feed. */
  recordsChange: number;
  /** What is left open is closed in one go when the shift ends. */
  sweeps: boolean;
  /** What people do runs through a robot in the chat: the pager does not know that it was them. */
  byRobot: boolean;
};

type Ranges = { [K in keyof Culture]: Culture[K] extends number ? readonly [number, number] : Culture[K] };

const COMMON = { sweeps: false, byRobot: false } as const;

const CULTURES: readonly Ranges[] = [
  {
    ...COMMON,
    name: "quiet",
    acknowledgesReal: [0.25, 0.55],
    acknowledgesNoise: [0.02, 0.1],
    reactMinutes: [2, 15],
    notesReal: [0.08, 0.2],
    truthfulReal: [0.6, 0.9],
    notesNoise: [0, 0.03],
    truthfulNoise: [0.3, 0.6],
    closesReal: [0.1, 0.25],
    closesNoise: [0.01, 0.04],
    clearsTold: [0.97, 1],
    secondReal: [0.1, 0.25],
    secondNoise: [0, 0.01],
    escalates: [0.05, 0.12],
    recordsChange: [0.6, 0.85],
  },
  {
    ...COMMON,
    name: "notes-on-everything",
    acknowledgesReal: [0.9, 0.98],
    acknowledgesNoise: [0.5, 0.8],
    reactMinutes: [1, 8],
    notesReal: [0.88, 0.98],
    truthfulReal: [0.75, 0.9],
    notesNoise: [0.45, 0.75],
    truthfulNoise: [0.5, 0.75],
    closesReal: [0.55, 0.8],
    closesNoise: [0.15, 0.35],
    clearsTold: [0.95, 1],
    secondReal: [0.2, 0.4],
    secondNoise: [0.01, 0.03],
    escalates: [0.06, 0.15],
    recordsChange: [0.4, 0.7],
  },
  {
    ...COMMON,
    name: "closes-by-hand",
    acknowledgesReal: [0.65, 0.9],
    acknowledgesNoise: [0.3, 0.55],
    reactMinutes: [2, 12],
    notesReal: [0, 0.05],
    truthfulReal: [0.5, 0.8],
    notesNoise: [0, 0.02],
    truthfulNoise: [0.3, 0.6],
    closesReal: [0.8, 0.95],
    closesNoise: [0.35, 0.6],
    clearsTold: [0.9, 1],
    secondReal: [0.15, 0.35],
    secondNoise: [0, 0.02],
    escalates: [0.06, 0.15],
    recordsChange: [0.5, 0.8],
  },
  {
    ...COMMON,
    name: "sweeps",
    sweeps: true,
    acknowledgesReal: [0.6, 0.85],
    acknowledgesNoise: [0.08, 0.25],
    reactMinutes: [2, 15],
    notesReal: [0.25, 0.45],
    truthfulReal: [0.6, 0.9],
    notesNoise: [0, 0.04],
    truthfulNoise: [0.3, 0.6],
    closesReal: [0.4, 0.6],
    closesNoise: [0.02, 0.06],
    clearsTold: [0.35, 0.65],
    secondReal: [0.15, 0.3],
    secondNoise: [0, 0.02],
    escalates: [0.05, 0.12],
    recordsChange: [0.5, 0.75],
  },
  {
    ...COMMON,
    name: "acknowledges-by-reflex",
    acknowledgesReal: [0.97, 1],
    acknowledgesNoise: [0.85, 0.98],
    reactMinutes: [0.2, 1.5],
    notesReal: [0.3, 0.55],
    truthfulReal: [0.6, 0.85],
    notesNoise: [0.02, 0.08],
    truthfulNoise: [0.4, 0.7],
    closesReal: [0.35, 0.55],
    closesNoise: [0.04, 0.12],
    clearsTold: [0.95, 1],
    secondReal: [0.2, 0.35],
    secondNoise: [0.01, 0.03],
    escalates: [0.06, 0.14],
    recordsChange: [0.5, 0.8],
  },
  {
    ...COMMON,
    name: "diligent",
    acknowledgesReal: [0.92, 0.99],
    acknowledgesNoise: [0.35, 0.6],
    reactMinutes: [1, 8],
    notesReal: [0.65, 0.88],
    truthfulReal: [0.85, 0.97],
    notesNoise: [0.15, 0.35],
    truthfulNoise: [0.8, 0.95],
    closesReal: [0.45, 0.7],
    closesNoise: [0.08, 0.2],
    clearsTold: [0.96, 1],
    secondReal: [0.25, 0.45],
    secondNoise: [0, 0.02],
    escalates: [0.08, 0.18],
    recordsChange: [0.6, 0.85],
  },
];

/** Only in the unseen family: everything is done in the chat, and the pager hears of it from a robot. */
const CHAT: Ranges = {
  ...COMMON,
  name: "works-in-chat",
  byRobot: true,
  acknowledgesReal: [0.7, 0.95],
  acknowledgesNoise: [0.2, 0.5],
  reactMinutes: [1, 10],
  notesReal: [0.4, 0.7],
  truthfulReal: [0.5, 0.8],
  notesNoise: [0.1, 0.3],
  truthfulNoise: [0.4, 0.7],
  closesReal: [0.4, 0.7],
  closesNoise: [0.1, 0.25],
  clearsTold: [0.9, 1],
  secondReal: [0.2, 0.4],
  secondNoise: [0.01, 0.04],
  escalates: [0.04, 0.1],
  recordsChange: [0.5, 0.8],
};

/** The n-th culture, its shares drawn from their ranges. */
export function cultureOf(n: number, dice: Dice): Culture {
  const ranges = CULTURES[n % CULTURES.length];
  if (!ranges) throw new Error("There is no culture");
  return drawn(ranges, dice);
}

export function chatCulture(dice: Dice): Culture {
  return drawn(CHAT, dice);
}

function drawn(ranges: Ranges, dice: Dice): Culture {
  const { name, sweeps, byRobot, reactMinutes, ...shares } = ranges;
  const one = ([low, high]: readonly [number, number]) => dice.within(low, high);
  const fastest = dice.within(reactMinutes[0], reactMinutes[0] * 1.5);
  return {
    name,
    sweeps,
    byRobot,
    reactMinutes: [fastest, dice.within(reactMinutes[1] * 0.7, reactMinutes[1])],
    acknowledgesReal: one(shares.acknowledgesReal),
    acknowledgesNoise: one(shares.acknowledgesNoise),
    notesReal: one(shares.notesReal),
    truthfulReal: one(shares.truthfulReal),
    notesNoise: one(shares.notesNoise),
    truthfulNoise: one(shares.truthfulNoise),
    closesReal: one(shares.closesReal),
    closesNoise: one(shares.closesNoise),
    clearsTold: one(shares.clearsTold),
    secondReal: one(shares.secondReal),
    secondNoise: one(shares.secondNoise),
    escalates: one(shares.escalates),
    recordsChange: one(shares.recordsChange),
  };
}
