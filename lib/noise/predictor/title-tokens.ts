/** Buckets of words: enough that two words of a workspace seldom share one, few enough for 200 labels. */
export const TOKEN_BUCKETS = 64;
const MOST_WORDS = 16;

/** Buckets of the words of a title and of its service, each once, in ascending order. Numbers are no words. */
export function tokenBuckets(title: string, service: string | null): number[] {
  const words = title.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
  const buckets = new Set<number>();
  for (const word of words.slice(0, MOST_WORDS)) buckets.add(bucketOf(word));
  if (service !== null) buckets.add(bucketOf(`service ${service}`));
  return [...buckets].sort((a, b) => a - b);
}

/** FNV-1a over UTF-16 units, folded. */
function bucketOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return ((hash ^ (hash >>> 16)) >>> 0) % TOKEN_BUCKETS;
}
