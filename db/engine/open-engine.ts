import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/errors";
import { checkIn, findPostmaster, type Stay } from "./attach";
import { readyBinaries } from "./binaries";
import { initialise, refuseOtherVersion } from "./initialise";
import { launch, type Start, shutDown } from "./launch";
import { locate } from "./locate";
import { findPlace, type Place } from "./place";

export type Engine = {
  url: string;
  /** False when the server was running already. */
  started: boolean;
  /** Nobody else used it when we came: whoever did was ended. */
  alone: boolean;
  /**
   * Ends our use. The server stops when nobody else uses it and it was launched by us or by a process of ours that
   * was killed. "immediate" skips the orderly end; nothing committed is lost, the next start takes longer.
   */
  stop: (how?: "fast" | "immediate") => Promise<void>;
};

type Options = {
  dataDir: string;
  report: (line: string) => void;
  /** For tests: the files need not outlive a power cut. Has a say only where this call starts the server. */
  throwaway?: boolean;
};

/** Children of a crashed server notice within a second or two; one in a long query takes longer. */
const PATIENCE_MS = 30_000;

/** Opens the database in this folder: attaches to its server, or creates and starts it. */
export async function openEngine({ dataDir, report, throwaway = false }: Options): Promise<Engine> {
  const place = await findPlace(dataDir, report);
  const bundle = locate();
  const binaries = await readyBinaries({ bundle, cache: join(place.home, "binaries"), who: place.who, report });
  const start = { report, throwaway };
  await initialise(place, binaries, start);
  await refuseOtherVersion(place, bundle.major);
  const { stay, pid, started } = await settle(place, binaries, start);
  let leaving: Promise<boolean> | null = null;
  return {
    url: stay.url,
    started,
    alone: stay.alone,
    // May be called again, to turn an orderly end into an immediate one.
    async stop(how = "fast") {
      leaving ??= stay.leave();
      if (await leaving) await shutDown(pid, place, binaries, how);
    },
  };
}

type Settled = { stay: Stay; pid: number; started: boolean };

/** Looks, launches, signs in; and again while another starter, a stopping server or a crashed one's children are in the way. */
async function settle(place: Place, binaries: string, start: Start): Promise<Settled> {
  const since = performance.now();
  let why = "it does not take connections";
  while (performance.now() - since < PATIENCE_MS) {
    const running = await findPostmaster(place.pgdata);
    const server = running ?? (await launch(place, binaries, start));
    if ("outcome" in server && server.outcome !== "ready") {
      if (server.outcome === "occupied") why = server.why;
    } else {
      const stay = await checkIn(place, server.port);
      if (stay) return { stay, pid: server.pid, started: running === null };
    }
    await sleep(150);
  }
  throw new AppError("conflict", `The database in ${place.pgdata} cannot be used yet: ${why}. Its log: ${place.log}`);
}
