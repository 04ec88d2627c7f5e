import { ignored } from "./collector";
import type { JsonFormat } from "./provider";
import { objectOf, type Wire } from "./wire";

type Parts = {
  id: string;
  label: string;
  /** Why it opens no page. */
  why: string;
  is: (object: Wire) => boolean;
  /** The object within what holds it alone, where the API wraps one. */
  unwrap?: (value: unknown) => Wire | null;
};

/** What an account also exports: it is known, and ignored with a reason. */
export function contextFormat({ id, label, why, is, unwrap = objectOf }: Parts): JsonFormat {
  return {
    shape: "json",
    id,
    label,
    matches: (value) => {
      const object = unwrap(value);
      return object !== null && is(object);
    },
    read: () => ignored(why),
  };
}
