import { buffer } from "node:stream/consumers";
import { unzipSync } from "fflate";
import { AppError } from "@/lib/errors";
import { type Browsing, withBrowser } from "./browser";
import { openScreen } from "./open-screen";
import { type DrawnFor, withDrawingSession } from "./with-drawing-session";

/** Wide enough for every chart to be drawn as on a desk. */
const WIDTH_PX = 1440;
const PACK_MS = 45_000;

/** The zip that the button of the retro screen makes. */
export function drawPack(browsing: Browsing, whom: DrawnFor, address: string): Promise<Uint8Array> {
  return withDrawingSession(whom, (token) =>
    withBrowser(browsing, async (context) => {
      const page = await openScreen(context, { origin: browsing.origin, address, token, width: WIDTH_PX });
      const press = page.getByRole("button", { name: "Make the pack" });
      if ((await press.count()) === 0)
        throw new AppError("invalid", "There is nothing to take along from this range: it holds no pages.");
      const [download] = await Promise.all([
        page.waitForEvent("download", { timeout: PACK_MS }),
        press.click({ timeout: PACK_MS }),
      ]);
      return buffer(await download.createReadStream());
    }),
  );
}

type Picture = { name: string; png: Uint8Array };

/**
 * The pictures of the retro screen at this address, each at twice its size. `figures=` in the address narrows them:
 * `/retro?from=now-1w/w&to=now-1w/w&team=payments&figures=verdict-trend,top-ten`.
 */
export async function drawPictures(browsing: Browsing, whom: DrawnFor, address: string): Promise<Picture[]> {
  const files = unzipSync(await drawPack(browsing, whom, address), { filter: ({ name }) => name.endsWith(".png") });
  return Object.entries(files).map(([name, png]) => ({ name, png }));
}
