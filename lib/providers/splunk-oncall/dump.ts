import { objectOf, type Wire } from "@/lib/providers/wire";

/** No name of a variable has so many parts. */
const MAX_PARTS = 12;

type Tree = Map<string, unknown>;

/**
 * A body with all variables as one object: its flat dotted keys become members, `.0 .1` and `{"0": …}` become lists, and
 * names are in lower case. A variable that was not filled in is nothing.
 */
export function readDump(body: Wire): Wire {
  return objectOf(finished(treeOf(body))) ?? {};
}

function treeOf(body: Wire): Tree {
  const tree: Tree = new Map();
  for (const [key, value] of Object.entries(body)) {
    const name = key.toLowerCase();
    const parts = name.split(".", MAX_PARTS + 1);
    put(tree, parts.length > MAX_PARTS ? [name] : parts, shaped(value));
  }
  return tree;
}

function shaped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shaped);
  const object = objectOf(value);
  if (object) return treeOf(object);
  const text = typeof value === "string" ? value.trim() : "";
  return text === "null" || text === "undefined" || /^\$\{\{[^}]*\}\}$/.test(text) ? null : value;
}

/** Where a name is both a value and the beginning of others, the others stay. */
function put(tree: Tree, [head = "", ...rest]: readonly string[], value: unknown): void {
  const known = tree.get(head);
  if (rest.length > 0) {
    const child: Tree = known instanceof Map ? known : new Map();
    tree.set(head, child);
    put(child, rest, value);
  } else if (!(known instanceof Map)) tree.set(head, value);
  else if (value instanceof Map) for (const [key, member] of value) put(known, [String(key)], member);
}

function finished(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(finished);
  if (!(value instanceof Map)) return value;
  const members = [...value].map(([key, member]): [string, unknown] => [String(key), finished(member)]);
  if (members.length === 0 || !members.every(([key]) => /^\d{1,4}$/.test(key))) return Object.fromEntries(members);
  return members.sort(([a], [b]) => Number(a) - Number(b)).map(([, member]) => member);
}

const FLAT = /^(?:incident|state|alert|page|chat|oncall)\./i;
const MARKS: Readonly<Record<string, readonly string[]>> = {
  incident: ["incident_id", "incident_name", "current_phase"],
  state: ["incident_name", "current_alert_phase"],
  page: ["user_id"],
  chat: ["user_id"],
  oncall: ["user_id"],
};

/** Whether an object holds such variables, flat or nested. */
export function isDump(value: Wire): boolean {
  const keys = Object.keys(value);
  if (!keys.some((key) => FLAT.test(key) || Object.hasOwn(MARKS, key.toLowerCase()))) return false;
  const dump = readDump(value);
  return Object.entries(MARKS).some(([part, marks]) => {
    const members = objectOf(dump[part]);
    return members !== null && marks.some((mark) => Object.hasOwn(members, mark));
  });
}
