/** A secret by the end of it that is shown. Of a short one nothing is. */
export function secretWords(hint: string | undefined): string {
  return hint ? `the secret that ends in ${hint}` : "the secret";
}

/** By what the secrets that are kept can be told apart; those without a shown end add nothing. */
export function keptWords(hints: readonly string[]): string {
  const ends = hints.filter((hint) => hint !== "").map((hint) => `ends in ${hint}`);
  return `Kept, sealed with the key of this installation${ends.length > 0 ? `: ${ends.join(", ")}` : ""}.`;
}
