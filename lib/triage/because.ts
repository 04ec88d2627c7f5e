import type { FlagRule } from "./flag";

const LEAD: Record<FlagRule, string> = {
  "came-back": "It came back after a decision",
  noise: "Noise",
  louder: "It became louder",
  new: "A new alert",
  "by-hand": "Put here by hand",
};

/**
 * Why an alert was put on the queue, in one sentence with the numbers of that moment. `hidden`: whom it woke is not to
 * be told. `hidReal`: what was decided took a page from people that was worth it.
 */
export function becauseOf(
  { rule, ...numbers }: Readonly<Record<string, number | string>>,
  { hidden = false, hidReal = false } = {},
): string {
  // Nobody counted anything for it.
  if (rule === "by-hand") return `${LEAD[rule]}.`;
  const of = (name: string) => Number(numbers[name] ?? 0);
  const woken = [
    of("sleep") > 0 ? `${of("sleep")} in sleep hours` : null,
    of("nights") > 0 ? counted(of("nights"), "disrupted night") : null,
  ].filter((words) => words !== null);
  const interruptions = `${counted(of("interruptions"), "noise interruption")}${woken.length > 0 ? ` (${woken.join(", ")})` : ""}`;
  const pages = `${of("noisePages")} of ${counted(of("pages"), "page")} noise in ${of("days")} days`;
  const lead = hidReal ? "What was decided hid something real" : LEAD[rule as FlagRule];
  return `${lead ?? "Flagged"}: ${pages}${hidden ? "" : `, ${interruptions}`}.`;
}

function counted(n: number, word: string): string {
  return `${n.toLocaleString("en-GB")} ${word}${n === 1 ? "" : "s"}`;
}
