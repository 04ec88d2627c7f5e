import { svgElement } from "./svg-element";

/** From the screen to the picture. */
type Shift = { dx: number; dy: number };

/** What a drawing program must be told, since it knows no style sheet. */
const WRITTEN = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
  "visibility",
] as const;
const PAINTS: readonly string[] = ["fill", "stroke"];

/** What stands there only because a pointer rests on it, or the arrow keys do. */
const POINTED_AT = ".recharts-tooltip-wrapper, [data-readout]";

/** What is seen of an element: boxes and texts as shapes, drawings as they are with their styles written out. */
export function drawBox(element: Element, shift: Shift): SVGElement[] {
  const style = getComputedStyle(element);
  if (element.matches(POINTED_AT)) return [];
  if (style.display === "none" || style.visibility === "hidden" || style.opacity === "0") return [];
  if (element instanceof SVGSVGElement) return [drawing(element, shift)];
  // Only for those who hear the screen: one pixel, cut.
  if (style.clipPath !== "none" && style.position === "absolute") return [];
  const children = [...element.childNodes].flatMap((child) => {
    if (child instanceof Element) return drawBox(child, shift);
    return child instanceof Text ? words(child, style, shift) : [];
  });
  return [...boxOf(element, style, shift), ...children];
}

let drawings = 0;

function drawing(source: SVGSVGElement, { dx, dy }: Shift): SVGElement {
  for (const cursor of source.querySelectorAll(".recharts-tooltip-cursor")) cursor.remove();
  const copy = source.cloneNode(true) as SVGSVGElement;
  const [originals, copies] = [
    [source, ...source.querySelectorAll("*")],
    [copy, ...copy.querySelectorAll("*")],
  ];
  for (const [index, original] of originals.entries()) {
    const target = copies[index];
    if (target) writeOut(original, target);
  }
  const box = source.getBoundingClientRect();
  const place = { x: box.left + dx, y: box.top + dy, width: box.width, height: box.height };
  for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(Math.round(value * 100) / 100));
  drawings += 1;
  renameIds(copy, `d${drawings}-`);
  return copy;
}

function writeOut(original: Element, target: Element): void {
  const style = getComputedStyle(original);
  for (const name of WRITTEN) {
    const value = style.getPropertyValue(name);
    if (value === "" || (value === "none" && name === "stroke-dasharray")) continue;
    target.setAttribute(name, PAINTS.includes(name) ? solid(value) : value);
  }
  for (const name of target.getAttributeNames())
    if (/^(class|style|tabindex|role|aria-|data-|xmlns:)/.test(name)) target.removeAttribute(name);
}

/** Patterns of two pictures in one document must not be taken for each other. */
function renameIds(root: Element, prefix: string): void {
  const named = [...root.querySelectorAll("[id]")];
  const names = new Map(named.map(({ id }, index) => [id, `${prefix}${index + 1}`]));
  for (const element of named) element.id = names.get(element.id) ?? element.id;
  for (const element of [root, ...root.querySelectorAll("*")])
    for (const name of element.getAttributeNames()) {
      const value = element.getAttribute(name) ?? "";
      const changed = value.replace(/url\(["']?#([^"')]+)["']?\)/g, (whole, id: string) => {
        const renamed = names.get(id);
        return renamed ? `url(#${renamed})` : whole;
      });
      if (changed !== value) element.setAttribute(name, changed);
    }
}

function boxOf(element: Element, style: CSSStyleDeclaration, { dx, dy }: Shift): SVGElement[] {
  const box = element.getBoundingClientRect();
  const fill = solid(style.backgroundColor);
  const isHatched = style.backgroundImage.includes("repeating-linear-gradient");
  if (box.width === 0 || box.height === 0 || (fill === "none" && !isHatched)) return [];
  const place = { x: box.left + dx, y: box.top + dy, width: box.width, height: box.height };
  const rx = Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, box.width / 2, box.height / 2);
  const line = /^(.+?) 0px 0px 0px 1px inset$/.exec(style.boxShadow)?.[1];
  const stroke = line ? solid(line) : "none";
  const rect = svgElement("rect", { ...place, rx, fill, ...(stroke === "none" ? {} : { stroke }) });
  return isHatched ? [rect, hatchOver(place, solid(hatchColour(style.backgroundImage)))] : [rect];
}

/** The last colour of the gradient: the first is what is between the lines. */
const hatchColour = (image: string) =>
  [...image.matchAll(/(?:rgba?|oklab|oklch|color)\((?:[^()]|\([^()]*\))*\)/g)].at(-1)?.[0] ?? "";

function hatchOver({ x, y, width, height }: { x: number; y: number; width: number; height: number }, stroke: string) {
  const steps = Array.from({ length: Math.ceil((width + height) / 4.5) }, (_, index) => (index + 0.7) * 4.5).filter(
    (at) => at < width + height,
  );
  const strokes = steps.map((at) => {
    const [fromX, toY] = [Math.min(at, width), Math.min(at, height)];
    return `M${(x + fromX).toFixed(1)} ${(y + at - fromX).toFixed(1)}L${(x + at - toY).toFixed(1)} ${(y + toY).toFixed(1)}`;
  });
  return svgElement("path", { d: strokes.join(""), stroke, "stroke-width": 1.2, fill: "none" });
}

function words(text: Text, style: CSSStyleDeclaration, { dx, dy }: Shift): SVGElement[] {
  const size = Number.parseFloat(style.fontSize);
  const look = { "font-size": size, "font-weight": style.fontWeight, fill: solid(style.color) };
  return linesOf(text).map(({ said, box }) =>
    svgElement("text", { x: box.left + dx, y: box.top + dy + box.height / 2 + size * 0.35, ...look }, said),
  );
}

/** As the browser broke them. */
function linesOf(text: Text): { said: string; box: DOMRect }[] {
  const range = document.createRange();
  range.selectNodeContents(text);
  const [box, another] = range.getClientRects();
  if (!box) return [];
  if (!another) return said(text.data) === "" ? [] : [{ said: said(text.data), box }];
  const lines: { said: string; box: DOMRect }[] = [];
  for (const { segment, index } of new Intl.Segmenter().segment(text.data)) {
    range.setStart(text, index);
    range.setEnd(text, index + segment.length);
    const place = range.getBoundingClientRect();
    const line = lines.at(-1);
    // A blank at the end of a line has no place of its own.
    if (place.width === 0 && segment.trim() === "") continue;
    if (line && place.top < line.box.bottom - 1) line.said += segment;
    else lines.push({ said: segment, box: place });
  }
  return lines.map((line) => ({ ...line, said: said(line.said) })).filter((line) => line.said !== "");
}

const said = (text: string) => text.replaceAll(/\s+/g, " ").trim();

const known = new Map<string, string>();

/** A colour as every drawing program reads it; "none" where nothing is seen, and patterns as they are. */
function solid(colour: string): string {
  if (colour.startsWith("url(") || colour === "none" || colour === "") return colour || "none";
  const found = known.get(colour) ?? painted(colour);
  known.set(colour, found);
  return found;
}

function painted(colour: string): string {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!context) return colour;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  if (alpha === 0) return "none";
  const hex = [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
  return alpha === 255 ? `#${hex}` : `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
}

/** A colour of the style sheet as it is where `place` stands. */
export function paintOf(colour: string, place: HTMLElement): string {
  const probe = document.createElement("span");
  probe.style.color = colour;
  place.append(probe);
  const paint = solid(getComputedStyle(probe).color);
  probe.remove();
  return paint;
}
