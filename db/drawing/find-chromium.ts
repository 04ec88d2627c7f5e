import { accessSync, constants } from "node:fs";
import { delimiter, sep } from "node:path";
import { AppError } from "@/lib/errors";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge"];

const USUAL_PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
  ],
  darwin: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};

const HOW_TO_GET_ONE =
  "Install Chromium (on Debian `apt-get install chromium`) or Chrome, or name its program in SQUELCH_CHROMIUM. Until then print from your own browser, which saves as PDF too.";

type Machine = { path: string; platform: NodeJS.Platform; isProgram?: (file: string) => boolean };

/** The program of a Chromium that is there: the one that is named, else one of the usual places, else one on the PATH. */
export function findChromium(named: string | null, { path, platform, isProgram = runs }: Machine): string {
  if (named !== null) {
    if (isProgram(named)) return named;
    throw new AppError("invalid", `SQUELCH_CHROMIUM names ${named}, which is no program that can be run here.`);
  }
  const onPath = path.split(delimiter).flatMap((folder) => (folder ? NAMES.map((name) => folder + sep + name) : []));
  const found = [...(USUAL_PLACES[platform] ?? []), ...onPath].find(isProgram);
  if (found) return found;
  throw new AppError("invalid", `PDF and pictures are drawn by a browser, and none was found here. ${HOW_TO_GET_ONE}`);
}

function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Not there, or not ours to run: the next place is looked at.
    return false;
  }
}
