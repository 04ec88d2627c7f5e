/** A JSON object as it came. */
export type Wire = Readonly<Record<string, unknown>>;

export function objectOf(value: unknown): Wire | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Wire) : null;
}

/** The objects of a list; anything else in it, and anything that is no list, is left out. */
export function objectsOf(value: unknown): readonly Wire[] {
  return Array.isArray(value) ? value.filter((item) => objectOf(item) !== null) : [];
}

/** Text that says something; ids may come as numbers. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value.trim() || undefined;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;
}

/** The name of a reference (`summary`), of a full object (`name`), or a name that stands alone. */
export function nameOf(value: unknown): string | undefined {
  const object = objectOf(value);
  return object ? (textOf(object.summary) ?? textOf(object.name)) : textOf(value);
}

export function linkOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && /^https?:\/\//i.test(text) ? text : undefined;
}

const LONGEST_ADDRESS = 320;

/** An e-mail address and nothing else. Of a host without a domain, such as `root@localhost`, there are many. */
export function isAddress(name: string | undefined): name is string {
  return name !== undefined && name.length <= LONGEST_ADDRESS && /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+$/.test(name);
}

export function urgencyOf(value: unknown): "high" | "low" | undefined {
  const text = textOf(value)?.toLowerCase();
  return text === "high" || text === "low" ? text : undefined;
}

/** A plain number, also as text; null where there is none. */
export function numberOf(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value.trim()) ? Number(value) : null;
}

/** Without the keys that hold nothing, so that a missing attribute cannot overwrite a known one. */
export function told<T extends object>(facts: T): T {
  const kept: Partial<T> = {};
  for (const key in facts) if (facts[key] !== undefined) kept[key] = facts[key];
  return kept as T;
}
