/** What ties a page to others: keys of pages or of groups, null where there is none. */
export type PageTies = {
  key: string;
  /** The page that the provider says it became part of, or that is its parent. */
  parent: string | null;
  /** The storm, and the duplicate group or flapping episode, that the judge found it in. */
  storm: string | null;
  group: string | null;
};

/**
 * The incident of each page (noise.md 6.2): one problem is one incident however many alerts. The provider's own word
 * comes first, from parent to parent; then the storm, then the duplicates or the flapping episode, else the page itself.
 * Equal values are one incident; a parent that is not given is an incident all the same.
 */
export function incidentsOf(pages: readonly PageTies[]): ReadonlyMap<string, string> {
  const byKey = new Map(pages.map((page) => [page.key, page]));
  return new Map(pages.map(({ key }) => [key, incidentOf(key, byKey)]));
}

function incidentOf(key: string, byKey: ReadonlyMap<string, PageTies>): string {
  const root = rootOf(key, byKey);
  const page = byKey.get(root);
  if (page && page.storm !== null) return `storm ${page.storm}`;
  if (page && page.group !== null) return `group ${page.group}`;
  return `page ${root}`;
}

/** Pages that name each other as parents are one: the smallest key stands for them. */
function rootOf(key: string, byKey: ReadonlyMap<string, PageTies>): string {
  const seen = [key];
  for (let at = key; ; ) {
    const parent = byKey.get(at)?.parent ?? null;
    if (parent === null) return at;
    const again = seen.indexOf(parent);
    if (again >= 0) return seen.slice(again).reduce((least, each) => (each < least ? each : least));
    seen.push(parent);
    at = parent;
  }
}
