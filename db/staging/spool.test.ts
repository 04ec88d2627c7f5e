import { appendFile, mkdtemp, open as openFile, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { Delivery } from "@/db/commands/receive";
import { newKey, openKeyRing } from "@/db/secrets/key-ring";
import {
  openSpool,
  readSpooled,
  removeSpooled,
  resealSpool,
  type Spool,
  type Spooled,
  SpoolFullError,
  setAsideBeginnings,
  spool,
  spoolFiles,
  spoolState,
  TornFileError,
} from "./spool";

const KEY = newKey();
let dataDir: string;
let to: Spool;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "squelch-spool-"));
  to = openSpool(dataDir, openKeyRing(KEY));
  return () => rm(dataDir, { recursive: true, force: true });
});

const delivery = (change: Partial<Delivery> = {}): Spooled => ({
  kind: "delivery",
  delivery: {
    workspaceId: 1,
    sourceId: "5",
    deliveryKey: "event-1",
    receivedAt: 1_700_000_000_000,
    zone: "Europe/Berlin",
    via: "webhook",
    contentType: null,
    headers: { "user-agent": "s" },
    body: Buffer.from([0, 255, 1, 2]),
    receiptId: "9",
    ...change,
  },
});
const unverified = (bytes: number): Spooled => ({
  kind: "unverified",
  arrival: {
    slug: "abc",
    token: null,
    url: "https://x.example/api/ingest/abc",
    headers: { authorization: "Bearer hunter2" },
    body: Buffer.alloc(bytes, 7),
    receivedAt: 1_700_000_000_001,
    receiptId: "10",
  },
});

describe("the spool", () => {
  it("gives back what it took, oldest first", async () => {
    const later = delivery({ receivedAt: 1_700_000_000_500 });
    for (const one of [later, unverified(3), delivery()]) await spool(to, one);
    const files = await spoolFiles(to);
    expect(files.map(({ kind, receivedAt }) => [kind, receivedAt % 1_000])).toEqual([
      ["delivery", 0],
      ["unverified", 1],
      ["delivery", 500],
    ]);
    const [first, second, third] = await Promise.all(files.map((file) => readSpooled(to, file)));
    expect([first, second, third]).toEqual([delivery(), unverified(3), later]);
    for (const file of files) await removeSpooled(to, file);
    expect(await spoolFiles(to)).toEqual([]);
  });

  it("holds nothing in the clear, for nobody but its owner", async () => {
    const { name } = await spool(to, unverified(3));
    const bytes = await readFile(join(to.dir, name));
    for (const word of ["hunter2", "abc", "authorization"]) expect(bytes.includes(word)).toBe(false);
    expect((await stat(join(to.dir, name))).mode & 0o777).toBe(0o600);
  });

  it("tells a torn file, one that was moved, and one whose key is missing", async () => {
    const file = await spool(to, delivery());
    const path = join(to.dir, file.name);
    const whole = await readFile(path);
    for (const bytes of [Buffer.alloc(0), whole.subarray(0, whole.length - 1), whole.subarray(0, 20)]) {
      await writeFile(path, bytes);
      await expect(readSpooled(to, file)).rejects.toThrow(TornFileError);
    }
    await writeFile(path, whole);
    await appendFile(path, "x");
    await expect(readSpooled(to, file)).rejects.toThrow(TornFileError);
    await writeFile(path, whole);
    await expect(readSpooled({ ...to, ring: openKeyRing(newKey()) }, file)).rejects.toThrow(/not in SQUELCH_KEYS/);
    const moved = { ...file, name: file.name.replace("1700000000000", "1700000000001") };
    await writeFile(join(to.dir, moved.name), whole);
    await expect(readSpooled(to, moved)).rejects.toThrow(TornFileError);
    expect(await readSpooled({ ...to, ring: openKeyRing(`${newKey()},${KEY}`) }, file)).toEqual(delivery());
  });

  it("is sealed anew with the newest key, and read with it alone afterwards", async () => {
    const file = await spool(to, delivery());
    const newer = newKey();
    const rotated = { ...to, ring: openKeyRing(`${newer},${KEY}`) };
    expect(await resealSpool(rotated)).toBe(1);
    expect(await resealSpool(rotated)).toBe(0);
    expect(await readSpooled({ ...to, ring: openKeyRing(newer) }, file)).toEqual(delivery());
    expect(await spoolFiles(to)).toEqual([file]);
  });

  it("takes no more than its limit, counts whole blocks, and goes on when there is room", async () => {
    const small = openSpool(dataDir, openKeyRing(KEY), { bytes: 3 * 4_096, unverifiedBytes: 4_096 });
    const first = await spool(small, unverified(1));
    await expect(spool(small, unverified(1))).rejects.toThrow(SpoolFullError);
    await spool(small, delivery());
    await spool(small, delivery());
    await expect(spool(small, delivery())).rejects.toThrow(SpoolFullError);
    expect(await spoolState(small)).toMatchObject({ files: 3, bytes: 3 * 4_096, limitBytes: 3 * 4_096, torn: 0 });
    await removeSpooled(small, first);
    await spool(small, delivery());
    await expect(spool(small, delivery())).rejects.toThrow(SpoolFullError);
  });

  it("keeps to its limit when many come at once", async () => {
    const small = openSpool(dataDir, openKeyRing(KEY), { bytes: 10 * 4_096, unverifiedBytes: 4_096 });
    const results = await Promise.allSettled(Array.from({ length: 40 }, () => spool(small, delivery())));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    expect(await spoolFiles(small)).toHaveLength(10);
  });

  it.each(["open", "write", "sync", "close"])(
    "a disk that is full at %s keeps nothing, and works again when freed",
    async (at) => {
      let full = true;
      const fail = async (step: string) => {
        if (full && step === at) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
      };
      const open: Spool["open"] = async (path, flags, mode) => {
        await fail("open");
        const file = await openFile(path, flags, mode);
        return {
          writeFile: async (data) => {
            await file.writeFile((data as Buffer).subarray(0, 10));
            await fail("write");
            await file.truncate(0);
            await file.write(data as Buffer, 0, null, 0);
          },
          sync: async () => {
            await fail("sync");
            await file.sync();
          },
          close: async () => {
            await file.close();
            await fail("close");
          },
        };
      };
      const broken = { ...to, open };
      await expect(spool(broken, delivery())).rejects.toThrow(SpoolFullError);
      expect((await readdir(to.dir)).filter((name) => name !== "torn")).toEqual([]);
      expect(await spoolState(to)).toMatchObject({ files: 0, bytes: 0 });
      full = false;
      const file = await spool(broken, delivery());
      expect(await readSpooled(to, file)).toEqual(delivery());
    },
  );

  it("sets beginnings aside, deletes none, and leaves fresh ones to their writers", async () => {
    const { name } = await spool(to, delivery());
    const part = `${name}.part`;
    await writeFile(join(to.dir, part), "beg");
    expect(await setAsideBeginnings(to, 1_700_000_000_000)).toBe(0);
    expect(await setAsideBeginnings(to, 1_700_000_000_001)).toBe(1);
    expect(await readdir(join(to.dir, "torn"))).toEqual([part]);
    expect(await spoolState(to)).toMatchObject({ files: 1, torn: 1 });
  });
});
