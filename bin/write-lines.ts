import type { Stats } from "node:fs";
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AppError } from "@/lib/errors";

/** Written at once: enough that a system call costs nothing. */
const CHUNK = 256 * 1024;

/** Where lines go: - is the standard output. `writeText` is for what has its line ends already. */
export type LineTarget = {
  write(lines: Iterable<string>): Promise<number>;
  writeText(text: AsyncIterable<string | Uint8Array>): Promise<void>;
};

/** Opens the place, gives it to whoever writes, and closes it. */
type Place = <T>(use: (write: Write) => Promise<T>) => Promise<T>;
type Write = (text: string | Uint8Array) => Promise<void>;

/**
 * Tells before any work what a file cannot be written for. A regular file is written beside its place and renamed, so that
 * nobody ever sees half of it and a failure leaves the old one as it was.
 */
export async function lineTarget(out: string): Promise<LineTarget> {
  const place = await placeOf(out);
  return {
    write: (lines) => place((write) => pour(lines, write)),
    writeText: (text) =>
      place(async (write) => {
        for await (const part of text) await write(part);
      }),
  };
}

async function placeOf(out: string): Promise<Place> {
  // As a socket it has a name that nobody can open.
  if (out === "-" || out === "/dev/stdout") return (use) => use(toStdout);
  const there = await existing(out);
  if (there?.isDirectory()) throw new AppError("invalid", `${out} is a folder; --out takes a file.`);
  // A pipe or a device is written to: it would be gone after a rename.
  if (there && !there.isFile()) return (use) => writeInto(out, use);
  // A link stays one.
  const path = there ? await realpath(out) : out;
  const folder = dirname(path);
  if (!(await existing(folder))?.isDirectory()) throw new AppError("invalid", `There is no folder ${folder}.`);
  return (use) => writeBeside(path, use);
}

function existing(path: string): Promise<Stats | null> {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  });
}

async function writeInto<T>(path: string, use: (write: Write) => Promise<T>): Promise<T> {
  const file = await open(path, "w");
  try {
    return await use((text) => file.writeFile(text));
  } finally {
    await file.close();
  }
}

async function writeBeside<T>(path: string, use: (write: Write) => Promise<T>): Promise<T> {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  const file = await create(beside);
  let isDone = false;
  try {
    const used = await use((text) => file.writeFile(text));
    await file.sync();
    isDone = true;
    return used;
  } finally {
    await file.close();
    if (isDone) await rename(beside, path);
    else await rm(beside, { force: true });
  }
}

async function create(path: string): Promise<FileHandle> {
  return open(path, "wx").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EACCES" || error.code === "EROFS" || error.code === "EPERM")
      throw new AppError("invalid", `Nothing can be written into ${dirname(path)}: ${error.code}.`);
    throw error;
  });
}

async function pour(lines: Iterable<string>, write: Write): Promise<number> {
  let [text, count] = ["", 0];
  for (const line of lines) {
    text += `${line}\n`;
    count += 1;
    if (text.length < CHUNK) continue;
    await write(text);
    text = "";
  }
  if (text !== "") await write(text);
  return count;
}

/** Waits when the reader is slower. */
export function toStdout(text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
