import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { readConfig } from "@/lib/config";
import { choosePort, isLoopback, refusal } from "./listen";

const SAFE_NODE = "24.22.1";
const ready = readConfig({ PUBLIC_URL: "https://squelch.example.com", SQUELCH_KEYS: "k".repeat(32) });

it.each(["127.0.0.1", "127.1.2.3", "::1", "localhost"])("%s is this machine", (host) => {
  expect(isLoopback(host)).toBe(true);
  expect(refusal(host, readConfig({}), "20.20.2")).toBeNull();
});

it.each(["0.0.0.0", "::", "192.168.0.1", "127.evil.example", "localhost.example"])("%s is not", (host) => {
  expect(isLoopback(host)).toBe(false);
  expect(refusal(host, ready, SAFE_NODE)).toBeNull();
});

it("says everything that is missing to listen for others", () => {
  const reason = refusal("0.0.0.0", readConfig({}), "20.20.2");
  for (const part of ["PUBLIC_URL", "SQUELCH_KEYS", "Node 20.20.2"]) expect(reason).toContain(part);
  expect(refusal("0.0.0.0", { ...ready, publicUrl: "http://squelch.example.com" }, SAFE_NODE)).toContain("https://");
  expect(refusal("0.0.0.0", { ...ready, keys: null }, SAFE_NODE)).toContain("SQUELCH_KEYS");
  expect(refusal("0.0.0.0", ready, "24.22.0")).toContain("24.22.0");
});

it("finds another port unless one was asked for", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const address = taken.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await expect(choosePort("127.0.0.1", port)).rejects.toThrow(`Port ${port} is in use`);
  expect(await choosePort("127.0.0.1", null)).toBeGreaterThanOrEqual(3000);
  taken.close();
});
