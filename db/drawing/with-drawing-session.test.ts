import { afterAll, beforeAll, expect, it } from "vitest";
import { findSession } from "@/db/queries/session";
import { createTestDb, type TestDb } from "@/db/test-db";
import { withDrawingSession } from "./with-drawing-session";

let db: TestDb;
let userId = "";
beforeAll(async () => {
  db = await createTestDb();
  userId = (await db.ctxAt(0)).viewer.userId;
  await db.sql`insert into people (workspace_id, id, name) values (1, 7, 'Ada')`;
  await db.sql`update users set person_id = 7`;
});
afterAll(() => db.drop());

const whom = (id: string | null) => ({ db: db.db, workspaceId: 1, userId: id });

it("is that of the one who asks, and over when the drawing is, also when it fails", async () => {
  let seen = "";
  await withDrawingSession(whom(userId), async (token) => {
    seen = token;
    expect((await findSession(db.sql, token))?.viewer).toMatchObject({ userId, role: "admin", personId: "7" });
  });
  expect(await findSession(db.sql, seen)).toBeNull();
  const failing = withDrawingSession(whom(userId), (token) => {
    seen = token;
    return Promise.reject(new Error("no paper"));
  });
  await expect(failing).rejects.toThrow("no paper");
  expect(await findSession(db.sql, seen)).toBeNull();
});

it("of a picture for everybody is nobody's: no person, and nothing can be changed", () =>
  withDrawingSession(whom(null), async (token) =>
    expect((await findSession(db.sql, token))?.viewer).toEqual({
      userId,
      name: "Squelch",
      role: "auditor",
      personId: null,
    }),
  ));
