/** A piece of TypeScript. `code` is everything that is neither text nor comment. */
type Piece = { kind: "code" | "comment" | "text"; text: string };

/** What may stand before a slash that begins a regular expression rather than divides. */
const BEFORE_REGEX = /(^|[=(,:[!&|?{};+\-*%<>~^\n]|\b(return|typeof|case|in|of|await|yield))\s*$/;
const REGEX = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const QUOTED = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/y;
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
/** Of a template, up to its end or to what it inserts. */
const TEMPLATE = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{|$)/y;

/** Cuts source into pieces, without a compiler: enough to tell an import from a sentence about one. */
function piecesOf(source: string): Piece[] {
  const pieces: Piece[] = [];
  /** Open braces inside each template's insertion that we are in. */
  const inserted: number[] = [];
  let at = 0;
  const add = (kind: Piece["kind"], text: string) => {
    const last = pieces.at(-1);
    if (kind === "code" && last?.kind === "code") last.text += text;
    else pieces.push({ kind, text });
    at += text.length;
  };
  const template = (opening: string) => {
    const rest = matchAt(TEMPLATE, source, at + opening.length) ?? "";
    add("text", opening + rest);
    if (rest.endsWith("${")) inserted.push(0);
  };
  while (at < source.length) {
    const here = source[at] ?? "";
    const depth = inserted.at(-1);
    const comment = here === "/" ? matchAt(COMMENT, source, at) : null;
    const quoted = here === '"' || here === "'" ? matchAt(QUOTED, source, at) : null;
    if (comment) add("comment", comment);
    else if (quoted) add("text", quoted);
    else if (here === "`") template(here);
    else if (here === "}" && depth === 0) {
      inserted.pop();
      template(here);
    } else {
      const regex = here === "/" && BEFORE_REGEX.test(lineBefore(source, at)) ? matchAt(REGEX, source, at) : null;
      if (depth !== undefined && here === "{") inserted[inserted.length - 1] = depth + 1;
      if (depth !== undefined && here === "}") inserted[inserted.length - 1] = depth - 1;
      add(regex ? "text" : "code", regex ?? here);
    }
  }
  return pieces;
}

function lineBefore(source: string, at: number): string {
  return source.slice(source.lastIndexOf("\n", at - 1) + 1, at);
}

function matchAt(pattern: RegExp, source: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? null;
}

/** TypeScript without its comments; line breaks stay, so that line numbers do. */
export function withoutComments(source: string): string {
  return piecesOf(source)
    .map(({ kind, text }) => (kind === "comment" ? text.replace(/[^\n]/g, " ") : text))
    .join("");
}

/** Only what runs: neither comments nor text. */
export function codeOnly(source: string): string {
  return piecesOf(source)
    .map(({ kind, text }) => (kind === "code" ? text : kind === "text" ? '""' : " "))
    .join("");
}

/** One import, export-from, dynamic import or require. */
export type Import = { from: string; typeOnly: boolean };

export function importsOf(source: string): Import[] {
  const imports: Import[] = [];
  let before = "";
  for (const { kind, text } of piecesOf(source)) {
    if (kind === "code") before += text;
    if (kind === "comment") before += " ";
    if (kind !== "text") continue;
    const from = text.slice(1, -1);
    const statement = /\b(?:import|export)\b(?![\s\S]*\b(?:import|export)\b)\s*([\s\S]*?)\bfrom\s*$/.exec(before);
    if (statement) imports.push({ from, typeOnly: onlyTypes(statement[1] ?? "") });
    else if (/\bimport\s*$|\b(?:import|require)\s*\(\s*$/.test(before)) imports.push({ from, typeOnly: false });
    before = "";
  }
  return imports;
}

function onlyTypes(clause: string): boolean {
  if (/^type\b/.test(clause)) return true;
  const named = /^\{([\s\S]*)\}\s*$/.exec(clause.trim())?.[1];
  const names = (named ?? "").split(",").filter((name) => name.trim());
  return names.length > 0 && names.every((name) => /^\s*type\s/.test(name));
}
