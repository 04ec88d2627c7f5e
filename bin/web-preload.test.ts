import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const PRELOAD = new URL("./web-preload.mjs", import.meta.url).href;

async function run(script: string): Promise<string> {
  const args = ["--import", PRELOAD, "--input-type=module", "--eval", script];
  return (await promisify(execFile)(process.execPath, args)).stdout.trim();
}

const serving = (rest: string) => `
  import http from "node:http";
  const server = http.createServer((request, response) => response.end(String(request.headers["x-squelch-peer"])));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  ${rest}`;

it("tells the address that a request comes from, whatever the sender says", async () => {
  const script = serving(`
    const headers = { "x-squelch-peer": "203.0.113.9" };
    const answer = await fetch("http://127.0.0.1:" + server.address().port, { headers });
    console.log(await answer.text());
    server.close();`);
  expect(await run(script)).toBe("127.0.0.1");
});

it("writes what is audited to the log, a line each", async () => {
  const script = `
    const { channel } = await import("node:diagnostics_channel");
    channel("squelch.audit").publish('{"no":1}');
    channel("squelch.audit").publish('{"no":2}');`;
  expect(await run(script)).toBe('{"no":1}\n{"no":2}');
});

it("asks who receives deliveries before the router, once there is somebody", async () => {
  const script = serving(`
    const get = async (path) => (await fetch("http://127.0.0.1:" + server.address().port + path)).text();
    const said = [await get("/taken")];
    globalThis.squelchIngest = ({ url }, response) => url === "/taken" && Boolean(response.end("received"));
    said.push(await get("/taken"), await get("/other"));
    console.log(said.join(", "));
    server.close();`);
  expect(await run(script)).toBe("127.0.0.1, received, 127.0.0.1");
});

it("holds back whoever guesses addresses of what was shared, and nothing else of theirs", async () => {
  const script = serving(`
    const get = async (path) => (await fetch("http://127.0.0.1:" + server.address().port + path)).status;
    const said = [await get("/share/x")];
    globalThis.squelchHeldBack = (peer) => peer === "127.0.0.1";
    said.push(await get("/share/x"), await get("/overview"), await get("/sharex"));
    console.log(said.join(", "));
    server.close();`);
  expect(await run(script)).toBe("200, 429, 200, 200");
});

it("counts the refusals in memory before the server says that it is closed", async () => {
  const script = serving(`
    const said = [];
    const flush = () => new Promise((done) => setTimeout(() => done(said.push("counted")), 50));
    globalThis.squelchDoor = { refusals: { flush } };
    server.close(() => { console.log([...said, "closed"].join(", ")); process.exit(0); });`);
  expect(await run(script)).toBe("counted, closed");
});

it("closes though they cannot be counted", async () => {
  const script = serving(`
    globalThis.squelchDoor = { refusals: { flush: () => Promise.reject(new Error("away")) } };
    server.close(() => { console.log("closed"); process.exit(0); });`);
  expect(await run(script)).toBe("closed");
});
