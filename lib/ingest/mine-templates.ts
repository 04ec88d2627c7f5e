import { groupBy } from "@/lib/model/group-by";
import { compareText } from "./distinct-acts";
import { PROTECT } from "./protected-words";
import { NEVER_WILD } from "./title-words";

/** A signature known by its masked title. */
export type MinedTitle = {
  id: string;
  template: string;
  provider: string;
  service: string | null;
  environment: string | null;
  severity: string | null;
};

/** Signatures whose titles differ in a few words: perhaps one alert. A person decides. */
type TemplateProposal = { template: string; ids: readonly string[] };

/** Of Drain: He et al., ICWS 2017; the values are Drain3's defaults. */
const SIMILARITY = 0.5;
const MOST_CHILDREN = 100;

const WILD = "<*>";

/** A path, an address, a host, a mailbox: another one is another alert. */
const PLACE = /[/\\@]|\p{L}\.\p{L}/u;

type Cluster = { template: string[]; ids: string[] };

/**
 * Drain over masked titles, within one provider, service, environment and severity. Titles are taken in the order of their
 * text, so that the result does not depend on the order of arrival. Words that name a severity, an environment, a service,
 * a place, a code, a limit or a direction never become a wildcard: titles that differ in one of them are apart from the first.
 */
export function mineTemplates(titles: readonly MinedTitle[], names: Iterable<string> = []): TemplateProposal[] {
  const known = new Set([...NEVER_WILD, ...[...names].map((name) => name.toLowerCase())]);
  const ordered = [...titles].sort((a, b) => compareText(a.template, b.template) || compareText(a.id, b.id));
  const scopes = groupBy(ordered, (it) => JSON.stringify([it.provider, it.service, it.environment, it.severity]));
  const proposals = [...scopes.values()].flatMap((scope) => clustersOf(scope, known));
  return proposals
    .filter(({ ids, template }) => ids.length > 1 && template.filter((word) => word !== WILD).length > 1)
    .map(({ template, ids }) => ({ template: template.join(" "), ids: [...ids].sort(compareText) }))
    .sort((a, b) => compareText(a.template, b.template) || compareText(a.ids.join(), b.ids.join()));
}

/** Depth 4: the number of words, those that never become wild, the first word, then the clusters. */
function clustersOf(scope: readonly MinedTitle[], known: ReadonlySet<string>): Cluster[] {
  const leaves = new Map<string, Map<string, Cluster[]>>();
  for (const { id, template } of scope) {
    const words = template.split(" ");
    const place = `${words.length}\u0000${fixedWords(template, words, known)}`;
    const children = leaves.get(place) ?? new Map<string, Cluster[]>();
    leaves.set(place, children);
    const leaf = clustersBehind(children, words[0] ?? "");
    const best = nearest(leaf, words);
    if (best) {
      best.ids.push(id);
      best.template = best.template.map((word, index) => (word === words[index] ? word : WILD));
    } else leaf.push({ template: words, ids: [id] });
  }
  return [...leaves.values()].flatMap((children) => [...children.values()].flat());
}

/** A first word that differs from page to page, or comes too late, stands for any. */
function clustersBehind(children: Map<string, Cluster[]>, word: string): Cluster[] {
  const full = children.size >= MOST_CHILDREN && !children.has(word);
  const name = full || /[\d<]/.test(word) ? WILD : word;
  const leaf = children.get(name) ?? [];
  children.set(name, leaf);
  return leaf;
}

function nearest(clusters: readonly Cluster[], words: readonly string[]): Cluster | null {
  let best: { cluster: Cluster; score: number; wild: number } | null = null;
  for (const cluster of clusters) {
    const same = cluster.template.filter((word, index) => word === words[index]).length;
    const score = same / words.length;
    const wild = cluster.template.filter((word) => word === WILD).length;
    if (score < SIMILARITY || (best && (score < best.score || (score === best.score && wild <= best.wild)))) continue;
    best = { cluster, score, wild };
  }
  return best?.cluster ?? null;
}

/** What two titles must share to be compared at all, each word with its place. */
function fixedWords(template: string, words: readonly string[], known: ReadonlySet<string>): string {
  const fixed = words.map((word, index) => {
    if (PLACE.test(word)) return `${index}:${word.toLowerCase()}`;
    const parts = word
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((part) => known.has(part));
    return parts.length > 0 || known.has(word.toLowerCase()) ? `${index}:${parts.join("+")}` : "";
  });
  const held = [...template.matchAll(PROTECT[2])].map(([word]) => word.toLowerCase());
  return JSON.stringify([fixed.filter((it) => it !== ""), held]);
}
