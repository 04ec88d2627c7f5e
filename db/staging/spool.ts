import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Delivery } from "@/db/commands/receive";
import { randomId } from "@/db/ids";
import { isNewest, type KeyRing, MissingKeyError, sealBytes, unsealBytes } from "@/db/secrets/key-ring";
import type { Instant } from "@/lib/model/instant";
import { type Arrival, withoutBody } from "./arrival";

/** Deliveries that were acknowledged while the database was away, as sealed files on the persistent volume. */
export type Spool = {
  dir: string;
  ring: KeyRing;
  limits: SpoolLimits;
  /** Opens the files that are written; tests let it fail. */
  open: (path: string, flags: "wx", mode: number) => Promise<Pick<FileHandle, "writeFile" | "sync" | "close">>;
};

export type SpoolLimits = { bytes: number; unverifiedBytes: number };

const LIMITS: SpoolLimits = { bytes: 1024 ** 3, unverifiedBytes: 64 * 1024 ** 2 };

/** What one file holds: a delivery that proved itself, or a request that nobody could check yet. */
export type Spooled = { kind: "delivery"; delivery: Delivery } | { kind: "unverified"; arrival: Arrival };

export type SpoolFile = { name: string; kind: Spooled["kind"]; receivedAt: Instant; bytes: number };

/** There is no room, or the disk refuses: nothing was kept. */
export class SpoolFullError extends Error {
  constructor(reason: string, cause?: unknown) {
    super(`the spool cannot take a delivery: ${reason}`, { cause });
    this.name = "SpoolFullError";
  }
}

/** The file holds something else than what was written: cut short, or changed. */
export class TornFileError extends Error {}

export function openSpool(dataDir: string, ring: KeyRing, limits: SpoolLimits = LIMITS): Spool {
  return { ...spoolPlace(dataDir, limits), ring, open };
}

/** Enough to look at it from outside. */
export function spoolPlace(dataDir: string, limits: SpoolLimits = LIMITS): Pick<Spool, "dir" | "limits"> {
  return { dir: join(dataDir, "spool"), limits };
}

/** On the disk, synced, under its name when it returns. */
export async function spool(to: Spool, spooled: Spooled): Promise<SpoolFile> {
  const { meta, body, receivedAt } = partsOf(spooled);
  const plain = joined(meta, body);
  const stem = `${String(receivedAt).padStart(15, "0")}-${randomId()}`;
  const sealed = sealBytes(to.ring, plain, placeOf(stem));
  const name = `${stem}-${sealed.length}.${spooled.kind}`;
  const release = await reserve(to, spooled.kind, sealed.length);
  try {
    await writeDurably(to, name, sealed);
  } catch (error) {
    release();
    throw new SpoolFullError(error instanceof Error ? error.message : String(error), error);
  }
  return { name, kind: spooled.kind, receivedAt, bytes: sealed.length };
}

/** What waits, oldest first. Names tell everything: no file is opened. */
export async function spoolFiles({ dir }: Pick<Spool, "dir">): Promise<SpoolFile[]> {
  const names = await namesIn(dir);
  return names
    .sort()
    .map(fileOf)
    .filter((file) => file !== null);
}

export async function readSpooled({ dir, ring }: Spool, { name, kind }: SpoolFile): Promise<Spooled> {
  const sealed = await readFile(join(dir, name));
  const { meta, body } = split(unsealed(ring, sealed, name));
  if (kind === "delivery") return { kind, delivery: { ...(meta as Omit<Delivery, "body">), body } };
  return { kind, arrival: { ...(meta as Omit<Arrival, "body">), body } };
}

/** After its delivery is committed. A second worker may have been quicker. */
export async function removeSpooled({ dir }: Pick<Spool, "dir">, { name, kind, bytes }: SpoolFile): Promise<void> {
  await rm(join(dir, name), { force: true });
  const room = rooms.get(dir);
  if (room) take(room, kind, -costOf(bytes));
}

/** A file that cannot be read is kept for a person to look at. */
export async function setAside({ dir }: Pick<Spool, "dir">, name: string): Promise<void> {
  await mkdir(join(dir, TORN), { recursive: true, mode: 0o700 });
  await rename(join(dir, name), join(dir, TORN, name));
  await syncFolder(dir);
}

/** Beginnings of files whose writer was ended: nobody was told that they were kept, and no delivery is deleted. */
export async function setAsideBeginnings({ dir }: Pick<Spool, "dir">, olderThan: Instant): Promise<number> {
  const old = (await namesIn(dir)).filter((name) => name.endsWith(PART) && Number(name.split("-")[0]) < olderThan);
  for (const name of old) await setAside({ dir }, name);
  return old.length;
}

/** Seals what waits anew with the newest key, each file in turn: an older key may go afterwards. */
export async function resealSpool(to: Spool): Promise<number> {
  let resealed = 0;
  for (const file of await spoolFiles(to)) {
    const stem = file.name.replace(/-\d+\.\w+$/, "");
    const sealed = await readFile(join(to.dir, file.name));
    if (isNewest(to.ring, sealed.subarray(0, 4).toString("hex").concat("."))) continue;
    await writeDurably(to, file.name, sealBytes(to.ring, unsealed(to.ring, sealed, file.name), placeOf(stem)));
    resealed += 1;
  }
  return resealed;
}

export type SpoolState = { files: number; bytes: number; limitBytes: number; oldestAt: Instant | null; torn: number };

export async function spoolState({ dir, limits }: Pick<Spool, "dir" | "limits">): Promise<SpoolState> {
  const files = await spoolFiles({ dir });
  return {
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + costOf(bytes), 0),
    limitBytes: limits.bytes,
    oldestAt: files[0]?.receivedAt ?? null,
    torn: (await namesIn(join(dir, TORN))).length,
  };
}

const TORN = "torn";
const PART = ".part";
const NAME = /^(\d{15})-\d+-(\d+)\.(delivery|unverified)$/;

function fileOf(name: string): SpoolFile | null {
  const [, at, bytes, kind] = NAME.exec(name) ?? [];
  if (!kind) return null;
  return { name, kind: kind as Spooled["kind"], receivedAt: Number(at), bytes: Number(bytes) };
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

const placeOf = (stem: string) => ({ table: "spool", column: "file", id: stem });

function unsealed(ring: KeyRing, sealed: Uint8Array, name: string): Uint8Array {
  try {
    return unsealBytes(ring, sealed, placeOf(name.replace(/-\d+\.\w+$/, "")));
  } catch (error) {
    if (error instanceof MissingKeyError) throw error;
    throw new TornFileError(name, { cause: error });
  }
}

function partsOf(spooled: Spooled): { meta: object; body: Uint8Array; receivedAt: Instant } {
  const whole = spooled.kind === "delivery" ? spooled.delivery : spooled.arrival;
  return { meta: withoutBody(whole), body: whole.body, receivedAt: whole.receivedAt };
}

/** Length of the JSON in four bytes, the JSON, the body. */
function joined(meta: object, body: Uint8Array): Uint8Array {
  const json = Buffer.from(JSON.stringify(meta));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json, body]);
}

function split(plain: Uint8Array): { meta: unknown; body: Uint8Array } {
  const bytes = Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
  const end = 4 + bytes.readUInt32BE();
  return { meta: JSON.parse(bytes.toString("utf8", 4, end)), body: bytes.subarray(end) };
}

async function writeDurably({ dir, open: openFile }: Spool, name: string, bytes: Uint8Array): Promise<void> {
  const part = join(dir, `${name}${PART}`);
  try {
    const file = await openFile(part, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, join(dir, name));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(dir);
}

/** The name itself has to outlive a power cut. */
async function syncFolder(dir: string): Promise<void> {
  // Windows cannot sync a folder, and its file system keeps names in a journal.
  if (process.platform === "win32") return;
  const folder = await open(dir, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** What a folder holds as this process knows it: another one drains it, so it is counted anew now and then. */
type Room = { bytes: number; unverifiedBytes: number; countedAt: number };

const RECOUNT_AFTER_MS = 5_000;
const BLOCK = 4_096;
const rooms = new Map<string, Room>();

/** Small files take whole blocks. */
const costOf = (bytes: number) => Math.ceil(bytes / BLOCK) * BLOCK;

function take(room: Room, kind: Spooled["kind"], cost: number): void {
  room.bytes += cost;
  if (kind === "unverified") room.unverifiedBytes += cost;
}

/** Room for a file, before it is written: many are written at once. Returns how to give it back. */
async function reserve(to: Spool, kind: Spooled["kind"], bytes: number): Promise<() => void> {
  const room = await roomOf(to);
  const cost = costOf(bytes);
  if (room.bytes + cost > to.limits.bytes) throw new SpoolFullError(`${to.limits.bytes} bytes are its limit`);
  if (kind === "unverified" && room.unverifiedBytes + cost > to.limits.unverifiedBytes)
    throw new SpoolFullError(`${to.limits.unverifiedBytes} bytes are its limit for what is not verified`);
  take(room, kind, cost);
  return () => take(room, kind, -cost);
}

async function roomOf({ dir }: Spool): Promise<Room> {
  const known = rooms.get(dir);
  if (known && performance.now() - known.countedAt < RECOUNT_AFTER_MS) return known;
  // Whoever comes while it is counted goes on with the old count.
  if (known) known.countedAt = performance.now();
  const counted = await countRoom(dir);
  if (known) return Object.assign(known, counted);
  const room = rooms.get(dir) ?? counted;
  rooms.set(dir, room);
  return room;
}

async function countRoom(dir: string): Promise<Room> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new SpoolFullError(error instanceof Error ? error.message : String(error), error);
  }
  const room = { bytes: 0, unverifiedBytes: 0, countedAt: performance.now() };
  for (const { kind, bytes } of await spoolFiles({ dir })) take(room, kind, costOf(bytes));
  return room;
}
