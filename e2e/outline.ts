/**
 * In the page: what a drawing holds, a line an element, without what depends on the fonts of a machine: places and sizes
 * of texts, and of whatever stands beside them. Bars keep their length against the longest one of their colour.
 */
export function outlineOf(drawing: string): string[] {
  const root = new DOMParser().parseFromString(drawing, "image/svg+xml").documentElement;
  const longest = new Map<string, number>();
  const rects = [...root.querySelectorAll("rect")];
  const lengthOf = (rect: Element) => Number(rect.getAttribute("width"));
  const colourOf = (element: Element) => element.getAttribute("fill") ?? "";
  for (const rect of rects) longest.set(colourOf(rect), Math.max(longest.get(colourOf(rect)) ?? 0, lengthOf(rect)));
  const lines: string[] = [];
  for (const element of root.querySelectorAll("*")) {
    const told = [
      element.nodeName,
      ...["fill", "stroke", "stroke-dasharray"].flatMap((name) => element.getAttribute(name) ?? []),
    ];
    if (element.nodeName === "rect") {
      const most = longest.get(colourOf(element)) || 1;
      told.push(`${10 * Math.round((10 * lengthOf(element)) / most)}%`);
    }
    if (element.nodeName === "text" || element.nodeName === "title" || element.nodeName === "desc") {
      const words = (element.textContent ?? "").replace(/Made at \S+/, "Made at some time");
      const last = lines.at(-1) ?? "";
      // Lines break where the font lets them.
      if (element.nodeName === "text" && last.startsWith(`${told.join(" ")}: `))
        lines[lines.length - 1] = `${last} ${words}`;
      else lines.push(`${told.join(" ")}: ${words}`);
    } else lines.push(told.join(" "));
  }
  // So many equal ones, as of a hatch or a grid, are told once.
  return lines.reduce<string[]>((all, line) => {
    const [, before, times] = /^(.*?)(?: × (\d+))?$/.exec(all.at(-1) ?? "") ?? [];
    if (before === line) all[all.length - 1] = `${line} × ${Number(times ?? 1) + 1}`;
    else all.push(line);
    return all;
  }, []);
}
