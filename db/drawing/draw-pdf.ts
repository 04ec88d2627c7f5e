import type { Page } from "playwright-core";
import { type Browsing, withBrowser } from "./browser";
import { openScreen } from "./open-screen";
import { type DrawnFor, withDrawingSession } from "./with-drawing-session";

/** In millimetres, upright. */
const PAPERS = { A4: { width: 210, height: 297 }, Letter: { width: 215.9, height: 279.4 } } as const;
export type Paper = keyof typeof PAPERS;

/** As app/print.css has them: the margin at each side, and the scale of what is printed. */
const MARGIN_MM = 12;
const SCALE = 0.9;
const PX_PER_MM = 96 / 25.4;

/** One of our own screens as it is printed. `address` is a path with its search. */
export function drawPdf(browsing: Browsing, whom: DrawnFor, address: string, paper: Paper): Promise<Uint8Array> {
  const { width, height } = PAPERS[paper];
  return withDrawingSession(whom, (token) =>
    withBrowser(browsing, async (context) => {
      const screen = { origin: browsing.origin, address, token, width: pixelsOf(height), print: true };
      const page = await openScreen(context, screen);
      // Charts take the width that they are given: it must be that of the paper before it is printed.
      if ((await page.locator(".print-upright").count()) > 0) await narrow(page, pixelsOf(width));
      // Margins and what stands in them are the style sheet's.
      return page.pdf({ format: paper, printBackground: true, tagged: true, outline: true });
    }),
  );
}

const pixelsOf = (millimetres: number): number => Math.floor(((millimetres - 2 * MARGIN_MM) * PX_PER_MM) / SCALE);

/** Until what is drawn by its width is drawn anew: its size is seen in one frame, and drawn in the next. */
async function narrow(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 1000 });
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  });
}
