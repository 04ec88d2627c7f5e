import { type Caption, captionLines } from "@/lib/export/caption";
import { drawBox, paintOf } from "./draw-box";
import { svgElement } from "./svg-element";

const FONT = 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const MARGIN = 24;
const TITLE = { size: 16, weight: 600, line: 22 };
const SENTENCE = { size: 13, weight: 400, line: 19 };
const NOTE = { size: 11, weight: 400, line: 16 };
const GAP = 12;

/**
 * A picture of its own of what is drawn in these parts, one under the other, with its caption. In light colours; styles
 * are written out and no font, script or file of the screen is needed.
 */
export function pictureOf(parts: readonly HTMLElement[], caption: Caption): SVGSVGElement {
  const { stage, shown } = stageOf(parts);
  try {
    const inner = Math.max(...shown.map((part) => part.getBoundingClientRect().width));
    const inks = { strong: paintOf("var(--ink)", stage), soft: paintOf("var(--ink-3)", stage) };
    const picture = svgElement("svg", { xmlns: "http://www.w3.org/2000/svg", "font-family": FONT });
    const words = svgElement("g", {});
    let y = MARGIN;
    const write = (text: string, look: Look, fill: string) => {
      for (const line of wrapped(text, look, inner)) {
        y += look.line;
        const at = { x: MARGIN, y: y - look.line * 0.28, "font-size": look.size, "font-weight": look.weight, fill };
        words.append(svgElement("text", at, line));
      }
    };
    write(caption.title, TITLE, inks.strong);
    write(caption.sentence, SENTENCE, inks.strong);
    y += GAP;
    const drawn = svgElement("g", {});
    for (const part of shown) {
      const box = part.getBoundingClientRect();
      drawn.append(...drawBox(part, { dx: MARGIN - box.left, dy: y - box.top }));
      y += box.height + GAP;
    }
    for (const line of captionLines(caption)) write(line, NOTE, inks.soft);
    const [width, height] = [Math.ceil(inner + 2 * MARGIN), Math.ceil(y + MARGIN)];
    for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}`, role: "img" }))
      picture.setAttribute(name, String(value));
    picture.append(
      svgElement("title", {}, caption.title),
      svgElement("desc", {}, caption.sentence),
      svgElement("rect", { width, height, fill: paintOf("var(--surface)", stage) }),
      words,
      drawn,
    );
    return picture;
  } finally {
    stage.remove();
  }
}

/** Copies of the parts where they have a size, in light colours, and are not seen. */
function stageOf(parts: readonly HTMLElement[]): { stage: HTMLElement; shown: HTMLElement[] } {
  const stage = document.createElement("div");
  stage.className = "light text-ink";
  stage.ariaHidden = "true";
  // Laid out in the font that the picture asks for: another one is wider or narrower.
  stage.style.fontFamily = FONT;
  Object.assign(stage.style, { position: "fixed", left: "-20000px", top: "0", pointerEvents: "none" });
  // A legend may take the whole width: in another font it is wider than on the screen.
  const width = Math.max(...parts.map((part) => part.getBoundingClientRect().width));
  const shown = parts.map((part) => {
    const copy = part.cloneNode(true) as HTMLElement;
    copy.style.width = `${width}px`;
    return copy;
  });
  stage.append(...shown);
  document.body.append(stage);
  return { stage, shown };
}

/** In pixels. */
type Look = { size: number; weight: number; line: number };

function wrapped(text: string, { size, weight }: Look, width: number): string[] {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return [text];
  context.font = `${weight} ${size}px ${FONT}`;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && context.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
