import { objectOf } from "@/lib/providers/wire";

const MAX_LEVELS = 4;
const MAX_PATHS = 200;
const LONGEST_NAME = 200;

/** The member at a path such as `labels.alertname`; names may hold dots themselves. Undefined where there is none. */
export function memberAt(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  if (Object.hasOwn(value, path)) return (value as Record<string, unknown>)[path];
  for (let dot = path.indexOf("."); dot >= 0; dot = path.indexOf(".", dot + 1)) {
    const name = path.slice(0, dot);
    if (!Object.hasOwn(value, name)) continue;
    const found = memberAt((value as Record<string, unknown>)[name], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Paths of everything in these objects that can stand in a cell, in the order in which they come. */
export function memberPaths(values: readonly unknown[]): string[] {
  const paths = new Set<string>();
  for (const value of values) collect(value, "", 0, paths);
  return [...paths];
}

function collect(value: unknown, prefix: string, level: number, paths: Set<string>): void {
  const object = objectOf(value);
  if (!object || level >= MAX_LEVELS) return;
  for (const [name, member] of Object.entries(object)) {
    if (paths.size >= MAX_PATHS) return;
    if (name === "" || name.length > LONGEST_NAME) continue;
    if (objectOf(member)) collect(member, `${prefix}${name}.`, level + 1, paths);
    else paths.add(prefix + name);
  }
}
