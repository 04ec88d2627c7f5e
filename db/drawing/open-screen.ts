import type { BrowserContext, Page } from "playwright-core";
import { AppError } from "@/lib/errors";

/** Read by our own sign-in check at a loopback address, which needs no HTTPS. */
const COOKIE = "squelch_session";
const READY_MS = 45_000;

type Screen = { origin: string; address: string; token: string; width: number; print?: boolean };

/** One of our own screens with everything drawn. `address` is a path with its search. */
export async function openScreen(
  context: BrowserContext,
  { origin, address, token, width, print }: Screen,
): Promise<Page> {
  const url = new URL(address, origin);
  if (!address.startsWith("/") || url.origin !== origin) throw new Error(`${address} is no screen of ours`);
  await context.addCookies([{ name: COOKIE, value: token, url: origin, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  await page.setViewportSize({ width, height: 1000 });
  if (print) await page.emulateMedia({ media: "print", colorScheme: "light" });
  const answer = await page.goto(url.href, { timeout: READY_MS });
  if (!answer?.ok() || new URL(page.url()).pathname !== url.pathname)
    throw new AppError("invalid", `The screen ${url.pathname} cannot be drawn: it answered ${answer?.status()}.`);
  await page.waitForLoadState("networkidle", { timeout: READY_MS });
  // In the page: nothing is being fetched any more, and no chart waits for its size.
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"], .skeleton'), undefined, {
    timeout: READY_MS,
  });
  return page;
}
