/**
 * In the page: what a drawing holds, a line an element, without what depends on the fonts of a machine: places and sizes
 * of texts, and of whatever stands beside them. Bars keep their length against the longest one of their colour, to ten
 * per cent.
 */
export function outlineOf(drawing: string): string[] {
  const root = new DOMParser().parseFromString(drawing, "image/svg+xml").documentElement;
  const seen = [...root.querySelectorAll("rect, path, line, circle, text, title, desc")];
  const fillOf = (element: Element) => (element.getAttribute("fill") ?? "").replace(/#d\d+-/, "#");
  /** Bars that lie are boxes, those that stand are drawn down and back: "M x,y h w v height h -w Z". */
  const lengthOf = (element: Element): number | null => {
    if (element.nodeName === "rect") return Number(element.getAttribute("width"));
    const down = /v ?(-?[\d.]+)/.exec(element.getAttribute("d") ?? "")?.[1];
    return down === undefined ? null : Math.abs(Number(down));
  };
  const longest = new Map<string, number>();
  const kindOf = (element: Element) => `${element.nodeName} ${fillOf(element)}`;
  for (const element of seen)
    longest.set(kindOf(element), Math.max(longest.get(kindOf(element)) ?? 0, lengthOf(element) ?? 0));
  const lines: string[] = [];
  for (const element of seen) {
    const stroke = element.getAttribute("stroke");
    const told = [kindOf(element), ...(stroke && stroke !== "none" ? [`line ${stroke}`] : [])].join(" ").trim();
    const length = lengthOf(element);
    if (["text", "title", "desc"].includes(element.nodeName)) {
      const words = (element.textContent ?? "").replace(/Made at \S+/, "Made at some time").trim();
      // Lines break where the font lets them, also within a word.
      const run = element.nodeName === "text" ? words.replaceAll(/\s/g, "") : words;
      const before = lines.at(-1) ?? "";
      if (words === "") continue;
      if (element.nodeName === "text" && before.startsWith(`${told}: `)) lines[lines.length - 1] = before + run;
      else lines.push(`${told}: ${run}`);
    } else if (length !== null)
      lines.push(`${told} ${10 * Math.round((10 * length) / (longest.get(kindOf(element)) || 1))}%`);
    else lines.push(told);
  }
  // So many equal ones, as of a grid, are told once.
  return lines.reduce<string[]>((all, line) => {
    const [, before, times] = /^(.*?)(?: × (\d+))?$/.exec(all.at(-1) ?? "") ?? [];
    if (before === line) all[all.length - 1] = `${line} × ${Number(times ?? 1) + 1}`;
    else all.push(line);
    return all;
  }, []);
}
