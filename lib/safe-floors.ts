/** The lowest safe version of each line that gets fixes. Anything above the highest is safe too. */
export type Floors = readonly string[];

/**
 * Whether a version has the fixes. `lineParts` is how many leading numbers name a line that gets fixes of its own:
 * 1 for Node (22, 24), 2 for packages (19.2, 19.3). Lines between two floors get no fixes and are not safe.
 */
export function isSafe(version: string, floors: Floors, lineParts: 1 | 2): boolean {
  const numbers = partsOf(version);
  const lines = floors.map(partsOf).sort(compare);
  const newest = lines.at(-1);
  if (!newest) return true;
  // A pre-release comes before the release of its number.
  const early = version.includes("-") ? -1 : 0;
  const least = (floor: number[]) => (compare(numbers, floor) || early) >= 0;
  if (least(newest)) return true;
  return lines.some((floor) => sameLine(numbers, floor, lineParts) && least(floor));
}

function sameLine(numbers: number[], floor: number[], lineParts: number): boolean {
  return numbers.slice(0, lineParts).every((part, at) => part === floor[at]);
}

function partsOf(version: string): number[] {
  const [release = ""] = version.replace(/^v/, "").split(/[-+]/);
  return release.split(".").map(Number);
}

function compare(left: number[], right: number[]): number {
  const at = left.findIndex((part, index) => part !== right[index]);
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
