import { createHook } from "node:async_hooks";
import type { lookup as systemLookup } from "node:dns";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { OutboundError, outbound } from "./http";

/** Every attempt of this process to open a connection, whoever makes it. */
let connects = 0;
const watch = createHook({
  init(_id, type) {
    if (type === "TCPCONNECTWRAP") connects += 1;
  },
});

/** Names of a resolver under the attacker's hand. A list of lists answers differently each time. */
const NAMES: Record<string, string[][]> = {
  "loopback.test": [["127.0.0.1"]],
  "private.test": [["10.0.0.5"]],
  "metadata.test": [["169.254.169.254"]],
  "mapped.test": [["::ffff:169.254.169.254"]],
  "one-bad.test": [["93.184.215.14", "127.0.0.1"]],
  "one-bad-v6.test": [["93.184.215.14", "::1"]],
  "rebinding.test": [["127.0.0.1"], ["93.184.215.14"]],
  "nat64.test": [["64:ff9b::7f00:1"]],
  "six-to-four.test": [["2002:7f00:1::"]],
  "unique-local.test": [["fd12:3456::1"]],
  "aws-v6.test": [["fd00:ec2::254"]],
  "alibaba.test": [["100.100.100.200"]],
  "own.test": [["127.0.0.1"]],
  "own-metadata.test": [["169.254.169.254"]],
  "own-mixed.test": [["127.0.0.1", "169.254.169.254"]],
  "own-aws.test": [["fd00:ec2::254"]],
};

const asked: string[] = [];
const lookup = ((name: string, _options: unknown, callback: (...answer: unknown[]) => void) => {
  asked.push(name);
  const answers = NAMES[name];
  const turn = asked.filter((other) => other === name).length - 1;
  const addresses = answers?.[Math.min(turn, answers.length - 1)] ?? [];
  if (addresses.length === 0)
    callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND" }));
  else
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
}) as unknown as typeof systemLookup;

const ALLOWED = ["own-metadata.test:443", "own-mixed.test:443", "own-aws.test:443", "169.254.169.254:80", "0.0.0.0:80"];

const HOSTILE = [
  "https://127.0.0.1/",
  "https://127.1/",
  "https://127.0.1/",
  "https://2130706433/",
  "https://0x7f000001/",
  "https://0x7f.0.0.1/",
  "https://0177.0.0.1/",
  "https://017700000001/",
  "https://%31%32%37.0.0.1/",
  "https://127.0.0.1./",
  "https://１２７.０.０.１/",
  "https://①②⑦.0.0.1/",
  "https://127。0。0。1/",
  "https://0/",
  "https://0.0.0.0/",
  "https://0.1.2.3/",
  "https://[::]/",
  "https://[::1]/",
  "https://[0:0:0:0:0:0:0:1]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[::ffff:7f00:1]/",
  "https://[::ffff:169.254.169.254]/",
  "https://[::ffff:a9fe:a9fe]/",
  "https://[::127.0.0.1]/",
  "https://[64:ff9b::127.0.0.1]/",
  "https://[64:ff9b:1::a9fe:a9fe]/",
  "https://[2002:7f00:1::]/",
  "https://[2001:0:7f00:1::]/",
  "https://[fe80::1]/",
  "https://[fec0::1]/",
  "https://[fc00::1]/",
  "https://[fd00:ec2::254]/latest/meta-data/",
  "https://[ff02::1]/",
  "https://169.254.169.254/latest/meta-data/",
  "https://2852039166/latest/meta-data/",
  "https://0xa9fea9fe/",
  "https://0251.0376.0251.0376/",
  "https://169.254.170.2/v2/credentials",
  "https://100.100.100.200/latest/meta-data/",
  "https://192.0.0.192/opc/v1/",
  "https://10.0.0.1/",
  "https://172.16.0.1/",
  "https://172.31.255.255/",
  "https://192.168.1.1/",
  "https://100.64.0.1/",
  "https://198.18.0.1/",
  "https://224.0.0.1/",
  "https://255.255.255.255/",
  "https://240.0.0.1/",
  "https://loopback.test/",
  "https://private.test/",
  "https://metadata.test/",
  "https://mapped.test/",
  "https://one-bad.test/",
  "https://one-bad-v6.test/",
  "https://rebinding.test/",
  "https://nat64.test/",
  "https://six-to-four.test/",
  "https://unique-local.test/",
  "https://aws-v6.test/",
  "https://alibaba.test/",
  "https://own-metadata.test/",
  "https://own-mixed.test/",
  "https://own-aws.test/",
  "http://169.254.169.254/latest/meta-data/",
  "http://0.0.0.0/",
  "http://api.pagerduty.com/incidents",
  "https://user:word@93.184.215.14/",
  "https://api.pagerduty.com@127.0.0.1/",
  "file:///etc/passwd",
  "gopher://127.0.0.1:70/_x",
  "ftp://93.184.215.14/",
  "data:text/plain,x",
  "unix:/var/run/docker.sock",
  "javascript:alert(1)",
  "//127.0.0.1/",
  "https://",
  "",
  "https://[::1",
  "https://127.0.0.1:99999/",
];

const servers: Server[] = [];
async function serve(listener: RequestListener): Promise<{ url: string; pair: string; port: number }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, pair: `127.0.0.1:${port}`, port };
}

beforeAll(() => {
  watch.enable();
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(() => {
  watch.disable();
});

describe("hostile addresses", () => {
  const call = outbound(ALLOWED, { lookup });

  it.each(HOSTILE)("%s is refused without a connection", async (url) => {
    const before = connects;
    await expect(call({ url })).rejects.toMatchObject({ name: "OutboundError", kind: "refused" });
    expect(connects - before).toBe(0);
  });

  it("are at least sixty", () => expect(new Set(HOSTILE).size).toBeGreaterThanOrEqual(60));

  it("notices connections, so that none is a finding", async () => {
    const { url, pair } = await serve((_, response) => response.end("ok"));
    const before = connects;
    await outbound([pair])({ url });
    expect(connects - before).toBe(1);
  });
});

describe("an allowed pair", () => {
  it("is allowed with exactly its host and its port", async () => {
    const { url, pair, port } = await serve((_, response) => response.end("ok"));
    const call = outbound([pair, `own.test:${port}`], { lookup });
    expect((await call({ url })).body.toString()).toBe("ok");
    expect((await call({ url: `http://own.test:${port}/x` })).body.toString()).toBe("ok");
    const other = await serve((_, response) => response.end("other"));
    const before = connects;
    await expect(call({ url: other.url })).rejects.toMatchObject({ kind: "refused" });
    await expect(call({ url: `http://localhost:${port}` })).rejects.toMatchObject({ kind: "refused" });
    expect(connects - before).toBe(0);
  });

  it("is asked once for its address, and the one that was checked is connected to", async () => {
    const { port } = await serve((_, response) => response.end("ok"));
    const call = outbound([`rebinding.test:${port}`], { lookup });
    asked.length = 0;
    expect((await call({ url: `http://rebinding.test:${port}` })).status).toBe(200);
    expect(asked).toEqual(["rebinding.test"]);
  });
});

describe("an answer", () => {
  async function ask(listener: RequestListener, limits: { timeoutMs?: number; maxBytes?: number } = {}) {
    const { url, pair } = await serve(listener);
    return outbound([pair])({ url, ...limits });
  }

  it("is status, headers in lower case and raw bytes, and errors are answers too", async () => {
    const answer = await ask((request, response) => {
      response.writeHead(429, { "Retry-After": "7", "X-Seen": String(request.headers["accept-encoding"]) });
      response.end(Buffer.from([0xff, 0x00]));
    });
    expect(answer).toMatchObject({ status: 429, headers: { "retry-after": "7", "x-seen": "identity" } });
    expect([...answer.body]).toEqual([0xff, 0x00]);
  });

  it.each([301, 302, 303, 307, 308])("of %i leads nowhere", async (status) => {
    let arrived = 0;
    const target = await serve((_, response) => {
      arrived += 1;
      response.end();
    });
    for (const location of [target.url, "http://169.254.169.254/latest/meta-data/", "https://own.test/"]) {
      const before = connects;
      await expect(ask((_, response) => response.writeHead(status, { location }).end())).rejects.toThrow("redirects");
      expect(connects - before).toBe(1);
    }
    expect(arrived).toBe(0);
  });

  it("is refused above its size, told beforehand or not, and taken at exactly it", async () => {
    const body = Buffer.alloc(1000, 120);
    const told: RequestListener = (_, response) => response.writeHead(200, { "content-length": "1000" }).end(body);
    const untold: RequestListener = (_, response) => {
      response.write(body.subarray(0, 500));
      response.end(body.subarray(500));
    };
    for (const listener of [told, untold]) {
      expect((await ask(listener, { maxBytes: 1000 })).body.length).toBe(1000);
      await expect(ask(listener, { maxBytes: 999 })).rejects.toMatchObject({ kind: "refused" });
    }
  });

  it("that is compressed unasked is refused", async () => {
    const listener: RequestListener = (_, response) => response.writeHead(200, { "content-encoding": "br" }).end("x");
    await expect(ask(listener)).rejects.toMatchObject({ kind: "refused" });
  });

  it("that is slow or cut off failed, and may be asked for again", async () => {
    const silent = ask(() => {}, { timeoutMs: 60 });
    const dripping = ask(
      (_, response) => {
        const drip = setInterval(() => response.write("x"), 10);
        response.on("close", () => clearInterval(drip));
      },
      { timeoutMs: 60 },
    );
    const cut = ask((_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.destroy());
    });
    const cutUntold = ask((_, response) => {
      response.write("half", () => response.destroy());
    });
    for (const answer of await Promise.allSettled([silent, dripping, cut, cutUntold])) {
      expect(answer.status).toBe("rejected");
      const { reason } = answer as PromiseRejectedResult;
      expect(reason).toBeInstanceOf(OutboundError);
      expect(reason).toMatchObject({ kind: "failed" });
    }
  });

  it("does not come from a name without an address, or a closed port", async () => {
    await expect(outbound([], { lookup })({ url: "https://nowhere.test/" })).rejects.toMatchObject({ kind: "failed" });
    const { url, pair } = await serve(() => {});
    for (const server of servers.splice(0)) server.close();
    await expect(outbound([pair])({ url })).rejects.toMatchObject({ kind: "failed" });
  });
});
