import { createHash } from "node:crypto";
import { readFile, truncate, utimes } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { discardImport } from "@/db/commands/discard-import";
import { finishUpload } from "@/db/commands/finish-upload";
import type { Ctx } from "@/db/ctx";
import { knownContent } from "@/db/queries/known-content";
import { importView } from "@/db/queries/sources";
import { createTestDb, type TestDb } from "@/db/test-db";
import { emptyWorkspace } from "@/db/test-import";
import { MAX_PART_BYTES } from "@/lib/contract/sources";
import { receiveUpload } from "./receive-upload";

let db: TestDb;
let ctx: Ctx;
beforeAll(async () => {
  db = await createTestDb();
  ctx = await db.ctxAt(Date.now());
});
afterAll(() => db.drop());
beforeEach(() => emptyWorkspace(ctx));

const sha256Of = (content: Uint8Array) => createHash("sha256").update(content).digest("hex");
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A report of so many bytes. */
function exportOf(bytes: number): Buffer {
  const columns = "id,incident_number,description,service_name,created_on,resolved_on,urgency";
  return Buffer.from(`${columns}\n`.padEnd(bytes, "Q1,1,Disk full,db,2026-11-03T10:00:00Z,,high\n"));
}

function requestOf(method: string, path: string, headers: Record<string, string>, body?: Uint8Array): Request {
  const all = { "tus-resumable": "1.0.0", ...(body && { "content-length": String(body.length) }), ...headers };
  return new Request(`http://127.0.0.1:7386/api/uploads${path}`, { method, headers: all, body: body as BodyInit });
}

async function open(content: Uint8Array, more: Record<string, string> = {}): Promise<string> {
  const metadata = `filename ${base64("export.json")},sha256 ${base64(sha256Of(content))}`;
  const response = await receiveUpload(
    ctx,
    requestOf("POST", "", { "upload-length": String(content.length), "upload-metadata": metadata, ...more }),
  );
  expect(response.status).toBe(201);
  return /^\/api\/uploads\/(\d+)$/.exec(response.headers.get("location") ?? "")?.[1] ?? "";
}

function part(id: string, offset: number, body: Uint8Array): Promise<Response> {
  const headers = { "upload-offset": String(offset), "content-type": "application/offset+octet-stream" };
  return receiveUpload(ctx, requestOf("PATCH", `/${id}`, headers, body));
}

async function send(id: string, content: Buffer, from = 0): Promise<void> {
  for (let at = from; at < content.length; at += MAX_PART_BYTES) {
    const response = await part(id, at, content.subarray(at, at + MAX_PART_BYTES));
    expect(response.status).toBe(204);
  }
}

const offsetOf = async (id: string) =>
  Number((await receiveUpload(ctx, requestOf("HEAD", `/${id}`, {}))).headers.get("upload-offset"));
const fileOf = (id: string) => join(db.dataDir, "imports", id);
const statesOf = async () => (await ctx.sql<{ state: string }[]>`select state from imports`).map(({ state }) => state);

describe("an upload", () => {
  it.each([1, 8, 9, 10, 10.5, 12])("of %f MB: bytes stored = bytes sent", async (megabytes) => {
    const content = exportOf(megabytes * 1_000_000);
    const id = await open(content);
    await send(id, content);
    await finishUpload(ctx, id);
    const stored = await readFile(fileOf(id));
    expect(stored.length).toBe(content.length);
    expect(sha256Of(stored)).toBe(sha256Of(content));
    expect(await importView(ctx, id)).toMatchObject({
      state: "uploaded",
      bytes: content.length,
      preview: {
        provider: "pagerduty",
        rows: expect.arrayContaining([expect.objectContaining({ outcome: "accepted" })]),
      },
    });
  });

  it("is an import from its start, with what has arrived and the day of its end", async () => {
    const content = exportOf(3_000);
    const id = await open(content);
    await part(id, 0, content.subarray(0, 1_000));
    const { state, bytes, fileName, upload } = await importView(ctx, id);
    expect([state, bytes, fileName, upload?.arrived]).toEqual(["uploading", 3_000, "export.json", 1_000]);
    const days = (Date.parse(upload?.discardedAt ?? "") - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(7, 2);
  });

  it("goes on at the byte that is on disk, whatever the sender believes", async () => {
    const content = exportOf(5_000);
    const id = await open(content);
    await part(id, 0, content.subarray(0, 3_000));
    // The server was killed while it wrote: less lies on disk than it had taken.
    await truncate(fileOf(id), 1_234);
    expect((await part(id, 3_000, content.subarray(3_000))).status).toBe(409);
    expect(await offsetOf(id)).toBe(1_234);
    await send(id, content, 1_234);
    await finishUpload(ctx, id);
    expect(sha256Of(await readFile(fileOf(id)))).toBe(sha256Of(content));
  });

  it("that is not complete cannot be finished, and loses nothing by the attempt", async () => {
    const content = exportOf(2_000);
    const id = await open(content);
    await part(id, 0, content.subarray(0, 1_999));
    await expect(finishUpload(ctx, id)).rejects.toMatchObject({ code: "conflict" });
    await part(id, 1_999, content.subarray(1_999));
    await finishUpload(ctx, id);
    await finishUpload(ctx, id);
    expect(await statesOf()).toEqual(["uploaded"]);
  });

  it("that differs from what was announced keeps nothing", async () => {
    const content = exportOf(2_000);
    const id = await open(content);
    const other = Buffer.from(content);
    other[1_500] = 0;
    await send(id, other);
    await expect(finishUpload(ctx, id)).rejects.toThrow(/SHA-256.*Nothing was kept/);
    expect(await statesOf()).toEqual([]);
    await expect(readFile(fileOf(id))).rejects.toThrow("ENOENT");
  });

  it("of something that is no export ends as failed with the reason", async () => {
    const content = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
    const id = await open(content);
    await send(id, content);
    await finishUpload(ctx, id);
    expect(await importView(ctx, id)).toMatchObject({ state: "failed", error: expect.stringMatching(/PNG/) });
  });
});

describe("what is refused", () => {
  const refusal = (length: number | null, metadata: string) =>
    receiveUpload(
      ctx,
      requestOf("POST", "", {
        ...(length !== null && { "upload-length": String(length) }),
        ...(length === null && { "upload-defer-length": "1" }),
        "upload-metadata": metadata,
      }),
    );
  const GOOD = `filename ${base64("a.json")},sha256 ${base64("0".repeat(64))}`;

  it.each([
    ["an empty file", 0, GOOD, /empty \(0 bytes\)/],
    ["one byte over 2 GiB", 2 * 1024 ** 3 + 1, GOOD, /2 GiB/],
    ["a file of unknown length", null, GOOD, /Upload-Length/],
    ["a file without a name", 9, `sha256 ${base64("0".repeat(64))}`, /name/],
    ["a file without a checksum", 9, `filename ${base64("a.json")}`, /SHA-256|expected string/],
    ["a checksum of another kind", 9, `filename ${base64("a")},sha256 ${base64("f00")}`, /SHA-256/],
  ])("%s", async (_name, length, metadata, says) => {
    await expect(refusal(length, metadata)).rejects.toThrow(says);
    expect(await statesOf()).toEqual([]);
  });

  it("the sixth upload at once, until one of the five is gone", async () => {
    const contents = Array.from({ length: 5 }, (_, index) => exportOf(1_000 + index));
    const ids = await Promise.all(contents.map((content) => open(content)));
    await expect(open(exportOf(2_000))).rejects.toThrow(/on their way already/);
    await discardImport(ctx, ids[0] ?? "");
    await open(exportOf(2_000));
    expect(await statesOf()).toHaveLength(5);
  });

  it("more than 10 GiB that wait for their import", async () => {
    const gib = 1024 ** 3;
    for (let n = 0; n < 5; n += 1) {
      await refusal(2 * gib, GOOD);
      await ctx.sql`update imports set state = 'uploaded'`;
    }
    await expect(refusal(1, GOOD)).rejects.toThrow(/10 GiB/);
  });

  it("a part over 8 MiB, a part of no said length, and bytes beyond the end", async () => {
    const content = exportOf(9_000_000);
    const id = await open(content);
    await expect(part(id, 0, content.subarray(0, MAX_PART_BYTES + 1))).rejects.toMatchObject({ code: "too-large" });
    const headers = { "upload-offset": "0", "content-type": "application/offset+octet-stream" };
    const unsaid = requestOf("PATCH", `/${id}`, headers);
    await expect(receiveUpload(ctx, unsaid)).rejects.toMatchObject({ code: "invalid" });
    await send(id, content);
    expect((await part(id, content.length, Buffer.from("x"))).status).toBe(413);
    expect(await offsetOf(id)).toBe(content.length);
  });

  it.each(["1", "../../etc/passwd", "%2e%2e%2fimports", "abc", ""])("an upload that is none: %j", async (id) => {
    const headers = { "upload-offset": "0", "content-type": "application/offset+octet-stream" };
    const response = await receiveUpload(ctx, requestOf("PATCH", `/${id}`, headers, Buffer.from("x")));
    expect(response.status).toBe(404);
  });

  it("a part of another workspace's upload, and of one that is finished", async () => {
    const content = exportOf(500);
    const id = await open(content);
    const stranger = { ...ctx, workspaceId: 2 };
    const headers = { "upload-offset": "0", "content-type": "application/offset+octet-stream" };
    const foreign = await receiveUpload(stranger, requestOf("PATCH", `/${id}`, headers, content));
    expect(foreign.status).toBe(404);
    await send(id, content);
    await finishUpload(ctx, id);
    expect((await part(id, 500, Buffer.from("x"))).status).toBe(404);
    expect((await readFile(fileOf(id))).length).toBe(500);
  });
});

describe("what is known of a content", () => {
  it("is told before its bytes are sent: on its way, waiting, imported, taken back", async () => {
    const content = exportOf(700);
    const sha256 = sha256Of(content);
    expect(await knownContent(ctx, sha256)).toEqual({ imported: null, here: null });
    const id = await open(content);
    expect((await knownContent(ctx, sha256)).here).toMatchObject({ id, state: "uploading", bytes: 700 });
    await send(id, content);
    await finishUpload(ctx, id);
    expect((await knownContent(ctx, sha256)).here).toMatchObject({ id, state: "uploaded" });
    await ctx.sql`update imports set state = 'done', received = 1, stored = 1`;
    expect(await knownContent(ctx, sha256)).toMatchObject({ imported: { id, fileName: "export.json" }, here: null });
    await ctx.sql`update imports set state = 'undone'`;
    expect(await knownContent(ctx, sha256)).toEqual({ imported: null, here: null });
  });
});

describe("an upload that nobody goes on with", () => {
  it("is discarded after seven days without a byte, and not before", async () => {
    const [stale, slow] = [await open(exportOf(800)), await open(exportOf(801))];
    await ctx.sql`update imports set created_at = now() - interval '8 days'`;
    const days = (n: number) => new Date(ctx.now - n * 86_400_000);
    await utimes(fileOf(stale), days(7.01), days(7.01));
    await utimes(fileOf(slow), days(6.99), days(6.99));
    const fresh = await open(exportOf(802));
    const rows = await ctx.sql<{ id: string }[]>`select id::text from imports order by created_at, id`;
    expect(rows.map(({ id }) => id)).toEqual([slow, fresh]);
    await expect(readFile(fileOf(stale))).rejects.toThrow("ENOENT");
  });
});
