/** Strings, templates and regular expressions are matched first, so that what looks like a comment inside stays. */
const PIECES =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<=[=(,:[!&|?{};\n]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/g;

/** TypeScript without its comments; line breaks stay, so that line numbers do. */
export function withoutComments(source: string): string {
  return source.replace(PIECES, (piece) => (/^\/[/*]/.test(piece) ? piece.replace(/[^\n]/g, " ") : piece));
}

/** Also without the text of strings and regular expressions; what templates insert stays, it is code. */
export function codeOnly(source: string): string {
  return withoutComments(source).replace(PIECES, (piece) => {
    if (!piece.startsWith("`")) return '""';
    return (piece.match(/\$\{[^}]*\}/g) ?? ['""']).map((part) => part.replace(/^\$\{|\}$/g, " ")).join(";");
  });
}
