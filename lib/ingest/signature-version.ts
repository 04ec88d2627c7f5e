/**
 * The recipes by which a page's own fields become a signature. 1: the first set of masks. 2: masks that keep severities,
 * codes, limits and versions apart, the severity of a source's own rule, and keys of problems that are known to be stable.
 * A recipe is never changed, only followed by the next: pages that are stored keep theirs.
 */
export const SIGNATURE_VERSIONS = [1, 2] as const;
export type SignatureVersion = (typeof SIGNATURE_VERSIONS)[number];

/** The recipe of pages in a new workspace, and of everything that is judged without a database. */
export const SIGNATURE_VERSION: SignatureVersion = 2;

/** The recipe that a signature was made by, which stands in front of it: `v1:<hash>`. */
export function signatureVersionOf(signature: string): SignatureVersion {
  const version = SIGNATURE_VERSIONS.find((one) => signature.startsWith(`v${one}:`));
  if (version === undefined) throw new RangeError(`${signature} is of no recipe that is known`);
  return version;
}
