import { InvalidArgumentError } from "commander";
import { isZone } from "@/lib/time/boundaries";

/** An option that names a time zone. */
export function toZone(text: string): string {
  if (!isZone(text)) throw new InvalidArgumentError(`${text} is not a time zone. Take one such as Europe/Berlin.`);
  return text;
}
