const MASK = "••••••";

/** Names of members, headers and fields whose values are credentials. */
const SECRET_NAME =
  /(?:^|[^a-z])(?:(?:access|refresh|auth|bearer|api|integration|routing|service|private|signing|client)?[_\-. ]?(?:token|secret|password|passwd|pwd|passphrase|credentials?|authorization|signature)|(?:api|access|private|integration|routing)[_\-. ]?key|cookie|set-cookie|x-api-key)(?:[^a-z]|$)/i;

/** Values that are credentials wherever they stand. */
const SECRET_VALUE =
  /\b(?:(?:Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}|whsec_[A-Za-z0-9+/=]{8,}|sq_(?:ingest|read|write)_[A-Za-z0-9]{8,}|xox[a-z]-[A-Za-z0-9-]{8,}|gh[pousr]_[A-Za-z0-9]{16,}|AKIA[0-9A-Z]{16}|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)/g;

/** Words of camelCase apart, so that `authToken` is seen as `auth Token`. */
const wordsOf = (name: string) => name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2");

export const namesSecret = (name: string): boolean => SECRET_NAME.test(wordsOf(name));

/** Shown is at most the name. `hints`: the last characters of our stored secrets; a long word that ends so is masked. */
export function maskSecrets(value: unknown, hints: readonly string[] = []): unknown {
  if (typeof value === "string") return maskText(value, hints);
  if (Array.isArray(value)) return value.map((item) => maskSecrets(item, hints));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, item]): [string, unknown] => {
    const isPlain = typeof item === "string" || typeof item === "number";
    return [name, namesSecret(name) && isPlain ? MASK : maskSecrets(item, hints)];
  });
  // Rather than a literal: `__proto__` stays a member.
  return Object.fromEntries(entries);
}

/** Also in text that is no JSON: forms, lines, broken bodies. */
export function maskText(text: string, hints: readonly string[] = []): string {
  const masked = text
    .replaceAll(SECRET_VALUE, MASK)
    .replaceAll(
      /(["']?)([\w.\- ]{1,64})\1(\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s&,;}\]"']+)/g,
      (whole, quote: string, name: string, between: string) =>
        namesSecret(name.trim()) ? `${quote}${name}${quote}${between}${MASK}` : whole,
    );
  const endings = hints.filter((hint) => hint.length >= 4);
  if (endings.length === 0) return masked;
  return masked.replaceAll(/[A-Za-z0-9+/=_~.-]{12,}/g, (word) =>
    endings.some((ending) => word.endsWith(ending)) ? MASK : word,
  );
}
