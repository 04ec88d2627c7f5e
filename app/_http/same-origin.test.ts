import { afterEach, describe, expect, it, vi } from "vitest";
import { assertHost, assertSameOrigin } from "./same-origin";

afterEach(() => vi.unstubAllEnvs());

const requestWith = (headers: Record<string, string>) => {
  return { headers: new Headers(headers) } as Request;
};
const refused = expect.objectContaining({ code: "forbidden" });

function failure(act: () => void): unknown {
  try {
    act();
    return null;
  } catch (error) {
    return error;
  }
}

const HOST = "127.0.0.1:7386";
const OWN = { host: HOST, origin: `http://${HOST}`, "x-squelch": "1" };

describe("a change", () => {
  it.each([
    ["our own screen", OWN],
    ["our own screen, as the browser says", { ...OWN, "sec-fetch-site": "same-origin" }],
  ])("is taken from %s", (_name, headers) => {
    expect(failure(() => assertSameOrigin(requestWith(headers)))).toBeNull();
  });

  it.each([
    ["without an origin", { host: HOST, "x-squelch": "1" }],
    ["with the origin null", { ...OWN, origin: "null" }],
    ["with an empty origin", { ...OWN, origin: "" }],
    ["with a foreign origin", { ...OWN, origin: "https://evil.example" }],
    ["from another port of this machine", { ...OWN, origin: "http://127.0.0.1:9999" }],
    ["with our name as a part of another", { ...OWN, origin: `http://${HOST}.evil.example` }],
    ["with our name as a user of another", { ...OWN, origin: `http://${HOST}@evil.example` }],
    ["by another name of this machine", { ...OWN, origin: "http://localhost:7386" }],
    ["without the header", { host: HOST, origin: OWN.origin }],
    ["with another value in the header", { ...OWN, "x-squelch": "true" }],
    ["from another site, as the browser says", { ...OWN, "sec-fetch-site": "cross-site" }],
    ["from a neighbour site, as the browser says", { ...OWN, "sec-fetch-site": "same-site" }],
    ["typed into the address bar", { ...OWN, "sec-fetch-site": "none" }],
    ["without a host", { origin: OWN.origin, "x-squelch": "1" }],
  ])("is refused %s", (_name, headers) => {
    expect(failure(() => assertSameOrigin(requestWith(headers)))).toEqual(refused);
  });
});

describe("the host", () => {
  it.each(["127.0.0.1", "127.0.0.1:7386", "localhost", "localhost:1", "[::1]", "[::1]:7386"])("%s is ours", (host) => {
    expect(failure(() => assertHost(requestWith({ host })))).toBeNull();
  });

  it.each([
    "evil.example",
    "evil.example:7386",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "10.0.0.5",
    "::1",
    "0.0.0.0",
    "",
  ])("%j is not", (host) => {
    expect(failure(() => assertHost(requestWith({ host })))).toEqual(refused);
  });

  it("is the public one, with its port, where one is set", () => {
    vi.stubEnv("PUBLIC_URL", "https://squelch.example:8443/base");
    expect(failure(() => assertHost(requestWith({ host: "squelch.example:8443" })))).toBeNull();
    expect(failure(() => assertHost(requestWith({ host: "localhost:3000" })))).toBeNull();
    for (const host of ["squelch.example", "www.squelch.example:8443", "squelch.example:8444"])
      expect(failure(() => assertHost(requestWith({ host })))).toEqual(refused);
  });
});
