import { type Browsing, withBrowser } from "./browser";
import { openScreen } from "./open-screen";
import { type DrawnFor, withDrawingSession } from "./with-drawing-session";

const PAPERS = { A4: { mm: 210 }, Letter: { mm: 215.9 } } as const;
export type Paper = keyof typeof PAPERS;

const MARGIN_MM = 12;
const PX_PER_MM = 96 / 25.4;

/** One of our own screens as it is printed. `address` is a path with its search. */
export function drawPdf(browsing: Browsing, whom: DrawnFor, address: string, paper: Paper): Promise<Uint8Array> {
  // Charts take the width that they are given: it must be that of the paper before it is printed.
  const width = Math.floor((PAPERS[paper].mm - 2 * MARGIN_MM) * PX_PER_MM);
  return withDrawingSession(whom, (token) =>
    withBrowser(browsing, async (context) => {
      const page = await openScreen(context, { origin: browsing.origin, address, token, width, print: true });
      return page.pdf({
        format: paper,
        printBackground: true,
        tagged: true,
        outline: true,
        displayHeaderFooter: true,
        headerTemplate: "<span></span>",
        footerTemplate: FOOTER,
        margin: {
          top: `${MARGIN_MM}mm`,
          right: `${MARGIN_MM}mm`,
          bottom: `${MARGIN_MM + 6}mm`,
          left: `${MARGIN_MM}mm`,
        },
      });
    }),
  );
}

/** Filled in by the browser; it knows no style sheet of ours. */
const FOOTER = `<div style="width:100%;margin:0 ${MARGIN_MM}mm;font:7pt sans-serif;color:#555;display:flex;justify-content:space-between">
<span class="title"></span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>`;
