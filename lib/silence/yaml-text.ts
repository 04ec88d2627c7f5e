import { isMap, isPair, isScalar, isSeq, type Node, type Pair, parseDocument, type YAMLMap } from "yaml";
import { AppError } from "@/lib/errors";

/**
 * A change of one place of a text. People's files are edited where they must be and nowhere else: writing the parsed
 * document anew would lay out lines that are none of our business.
 */
export type Edit = { from: number; to: number; text: string; column?: number };

export type YamlText = { text: string; root: unknown };

export function readYaml(text: string, name: string): YamlText {
  const document = parseDocument(text, { uniqueKeys: true });
  const [error] = document.errors;
  if (error) throw new AppError("invalid", `${name} is not YAML that can be read: ${error.message.split("\n")[0]}`);
  return { text, root: document.contents };
}

/** Where several insert at one place, those further in come first: they belong to what the others follow. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits
    .map((edit, at) => ({ ...edit, at, column: edit.column ?? 0 }))
    .sort((a, b) => b.from - a.from || a.column - b.column || b.at - a.at)
    .reduce((result, { from, to, text: put }) => result.slice(0, from) + put + result.slice(to), text);
}

export function mapOf(node: unknown): YAMLMap | null {
  return isMap(node) ? node : null;
}

export function itemsOf(node: unknown): Node[] {
  return isSeq(node) ? (node.items as Node[]) : [];
}

export function valueAt(map: YAMLMap | null, key: string): unknown {
  return map ? pairOf(map, key)?.value : undefined;
}

/** The text of a plain value; undefined where there is none. */
export function textOf(map: YAMLMap | null, key: string): string | undefined {
  return scalarText(valueAt(map, key));
}

export function scalarText(node: unknown): string | undefined {
  const value: unknown = isScalar(node) ? node.value : undefined;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? `${value}` : undefined;
}

/** Of a list of plain values. */
export function listedTexts(node: unknown): string[] {
  return itemsOf(node).flatMap((item) => scalarText(item) ?? []);
}

/** Plain values by key, as of labels. */
export function textsOf(node: unknown): Record<string, string> {
  const map = mapOf(node);
  if (!map) return {};
  return Object.fromEntries(
    map.items.flatMap((pair) => {
      const key = scalarText(pair.key);
      const text = key === undefined ? undefined : textOf(map, key);
      return key === undefined || text === undefined ? [] : [[key, text]];
    }),
  );
}

/** Sets a plain value: in its place where the key is there, else on a line of its own behind the first of `after`. */
export function setText({ text }: YamlText, map: YAMLMap, key: string, value: string, after: readonly string[]): Edit {
  const pair = pairOf(map, key);
  if (pair) {
    if (!isScalar(pair.value) || !pair.value.range) throw unsafe(key);
    const [from, to] = pair.value.range;
    return { from, to, text: value };
  }
  const behind = after.map((one) => pairOf(map, one)).find((one) => one !== undefined) ?? map.items[0];
  if (map.flow || !behind) throw unsafe(key);
  const at = lineAfter(text, endOf(behind));
  const column = columnOf(text, startOf(map));
  return { from: at.from, to: at.from, column, text: `${at.lead}${" ".repeat(column)}${key}: ${value}\n` };
}

/** Lines as a further item of a list, or, where there is no list yet, as a new key with one. */
export function appendItem({ text }: YamlText, map: YAMLMap, key: string, lines: readonly string[]): Edit {
  if (map.flow) throw unsafe(key);
  const column = columnOf(text, startOf(map));
  const list = valueAt(map, key);
  if (isSeq(list) && list.items.length > 0) {
    if (list.flow) throw unsafe(key);
    const dash = columnOf(text, startOf(list));
    const at = lineAfter(text, endOf(list));
    return { from: at.from, to: at.from, column: dash, text: at.lead + itemLines(lines, dash) };
  }
  if (list !== undefined && !(isSeq(list) || (isScalar(list) && list.value === null))) throw unsafe(key);
  const pair = pairOf(map, key);
  if (pair) {
    const from = startOf(pair);
    const at = lineAfter(text, endOf(pair));
    return { from, to: at.from, text: `${key}:\n${itemLines(lines, column + 2)}` };
  }
  const last = map.items.at(-1);
  if (!last) throw unsafe(key);
  const at = lineAfter(text, endOf(last));
  const pad = " ".repeat(column);
  return { from: at.from, to: at.from, column, text: `${at.lead}${pad}${key}:\n${itemLines(lines, column + 2)}` };
}

/** Takes a whole item out of a list, with its lines. */
export function removeItem({ text }: YamlText, item: Node): Edit {
  const start = text.lastIndexOf("\n", startOf(item)) + 1;
  return { from: start, to: lineAfter(text, endOf(item)).from, text: "" };
}

/** As a plain value where that is safe, else in double quotes. */
export function quoted(value: string): string {
  return /^[a-zA-Z][\w ./-]*$/.test(value) &&
    !/^(?:true|false|yes|no|on|off|null)$/i.test(value) &&
    value === value.trim()
    ? value
    : JSON.stringify(value);
}

function itemLines(lines: readonly string[], dash: number): string {
  return lines.map((line, at) => `${" ".repeat(dash)}${at === 0 ? "- " : "  "}${line}\n`).join("");
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

function startOf(node: unknown): number {
  if (isPair(node)) return startOf(node.key);
  const range = (node as Node).range;
  if (isMap(node) && !node.flow && node.items[0]) return startOf(node.items[0]);
  if (!range) throw unsafe("a value");
  return range[0];
}

/** Where the last character of its content lies: the end that the parser tells may be lines below. */
function endOf(node: unknown): number {
  if (isPair(node)) return node.value === null || isEmpty(node.value) ? endOf(node.key) : endOf(node.value);
  if ((isMap(node) || isSeq(node)) && !node.flow) {
    const last = node.items.at(-1);
    if (last) return endOf(last);
  }
  const range = (node as Node).range;
  if (!range) throw unsafe("a value");
  return range[1];
}

function isEmpty(node: unknown): boolean {
  return isScalar(node) && node.value === null && (!node.range || node.range[0] === node.range[1]);
}

function lineAfter(text: string, end: number): { from: number; lead: string } {
  if (end > 0 && text[end - 1] === "\n") return { from: end, lead: "" };
  const next = text.indexOf("\n", end);
  return next < 0 ? { from: text.length, lead: "\n" } : { from: next + 1, lead: "" };
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

function unsafe(key: string): AppError {
  return new AppError("invalid", `${key} is written in a form that cannot be edited without laying out the file anew.`);
}

export type { YAMLMap };
