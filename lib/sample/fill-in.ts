import type { Random } from "./random";

type Names = { service: string; hostPrefix: string; host: string };

/** Replaces the `{slots}` of a title or note by values such as monitoring puts there. */
export function fillIn(template: string, names: Names, random: Random): string {
  return template.replace(/\{([a-z]+)\}/g, (_, slot: string) => slotValue(slot, names, random));
}

function slotValue(slot: string, names: Names, random: Random): string {
  const number = (from: number, to: number) => String(random.integer(from, to));
  switch (slot) {
    case "service":
      return names.service;
    case "host":
      return names.host;
    case "node":
      return `${names.hostPrefix}-${number(1, 9)}`;
    case "pod":
      return `${names.hostPrefix}-${random.podToken(random.integer(9, 10))}-${random.podToken(5)}`;
    case "pct":
      return number(91, 99);
    case "few":
      return number(3, 28);
    case "depth":
      return number(5001, 48_000);
    case "low":
      return number(4, 61);
    case "ms":
      return number(801, 2900);
    case "burn":
      return `${number(2, 14)}.${number(1, 9)}`;
    case "k":
      return number(3, 9);
    case "m":
      return number(0, 9);
    case "n":
      return number(11, 96);
    case "ip":
      return `10.${number(0, 40)}.${number(0, 255)}.${number(1, 254)}`;
    case "instance":
      return `i-0${random.hex(16)}`;
    case "uuid":
      return [8, 4, 4, 4, 12].map((length) => random.hex(length)).join("-");
    case "region":
      return random.pick(["eu-central-1", "us-east-1", "ap-south-1", "ap-southeast-2"]);
    case "method":
      return random.pick(["PayPal", "iDEAL", "a saved card", "Apple Pay"]);
    default:
      throw new Error(`No value for the slot {${slot}}`);
  }
}
