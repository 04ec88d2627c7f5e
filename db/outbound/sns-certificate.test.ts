import { expect, it } from "vitest";
import type { OutboundRequest } from "./http";
import { snsCertificates } from "./sns-certificate";

const DAY = 24 * 3_600_000;
const naming = (SigningCertURL: string) => Buffer.from(JSON.stringify({ SigningCertURL }));
const OURS = "https://sns.eu-west-1.amazonaws.com/a.pem";

function certificates(status = 200) {
  const asked: OutboundRequest[] = [];
  const certificateOf = snsCertificates(async (request) => {
    asked.push(request);
    return { status, headers: {}, body: Buffer.from(`pem ${asked.length}`) };
  });
  return { asked, certificateOf };
}

it("is asked for once a day, briefly, from Amazon's own host", async () => {
  const { asked, certificateOf } = certificates();
  expect(await certificateOf(naming(OURS), 0)).toBe("pem 1");
  expect(await certificateOf(naming(OURS), DAY - 1)).toBe("pem 1");
  expect(await certificateOf(naming(OURS), DAY)).toBe("pem 2");
  expect(asked).toEqual(Array.from({ length: 2 }, () => ({ url: OURS, timeoutMs: 3_000, maxBytes: 65_536 })));
});

it("nobody else's is ever asked for", async () => {
  const { asked, certificateOf } = certificates();
  for (const body of [naming("https://evil.example/a.pem"), Buffer.from("{}"), Buffer.from("no JSON")])
    expect(await certificateOf(body, 0)).toBeNull();
  expect(asked).toEqual([]);
});

it("an answer that is none is an error, and asked for again", async () => {
  const { asked, certificateOf } = certificates(404);
  for (let n = 0; n < 2; n += 1) await expect(certificateOf(naming(OURS), 0)).rejects.toThrow("404");
  expect(asked).toHaveLength(2);
});
