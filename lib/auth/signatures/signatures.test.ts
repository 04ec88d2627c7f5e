import { createHmac, createSign } from "node:crypto";
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { SIGNATURE_SCHEMES } from "@/lib/providers/provider";
import { listed, type SignedRequest } from "./signature";
import { SIGNATURES } from "./signatures";
import { snsCertificateUrl } from "./sns";

type Scheme = keyof typeof SIGNATURES;
type Given = { body: Buffer; headers: Record<string, string>; timestampHeader?: string; certificate?: string };
/** A sender of this scheme, as its documents describe it. */
type Sender = {
  secret: string;
  otherSecret: string;
  body: Buffer;
  sign(body: Buffer, secret: string, seconds: number): Given;
  /** Name of the header that carries the signature, and how one header lists two; null where it never does. */
  header: string;
  join: ((one: string, other: string) => string) | null;
  hasWindow: boolean;
};

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");
const NOW = Date.parse("2027-03-01T12:00:00Z");
const NOW_SECONDS = NOW / 1_000;
const URL_TYPED = "https://squelch.example/api/ingest/abc";
const JSON_BODY = Buffer.from('{"event": {"id": "1", "title": "Grüße\\u0020a\\/b"}}');
const mac = (algorithm: string, secret: string | Buffer, ...parts: (string | Buffer)[]) => {
  const made = createHmac(algorithm, secret);
  for (const part of parts) made.update(part);
  return made.digest();
};

const WHSEC = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const keyOf = (secret: string) => Buffer.from(secret.slice("whsec_".length), "base64");
const standard = (family: string): Sender => ({
  secret: WHSEC,
  otherSecret: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
  body: JSON_BODY,
  sign: (body, secret, seconds) => ({
    body,
    headers: {
      [`${family}-id`]: "msg_1",
      [`${family}-timestamp`]: String(seconds),
      [`${family}-signature`]: `v1,${mac("sha256", keyOf(secret), `msg_1.${seconds}.`, body).toString("base64")}`,
    },
  }),
  header: `${family}-signature`,
  join: (one, other) => `${one} ${other}`,
  hasWindow: true,
});

const ARN = "arn:aws:sns:eu-west-1:123456789012:alarms";
const snsMessage = (arn: string) => ({
  Type: "Notification",
  MessageId: "m-1",
  TopicArn: arn,
  Message: '{"AlarmName":"cpu"}',
  Timestamp: "2027-03-01T11:59:00.000Z",
  SigningCertURL: "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123abcd.pem",
});
const snsSigned = (message: Record<string, string>, version: "1" | "2"): Given => {
  const names = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
  const text = names.flatMap((name) => (message[name] === undefined ? [] : [`${name}\n${message[name]}\n`])).join("");
  const signer = createSign(version === "1" ? "RSA-SHA1" : "RSA-SHA256").update(text);
  const Signature = signer.sign(fixture("sns-key.pem"), "base64");
  const body = Buffer.from(JSON.stringify({ ...message, SignatureVersion: version, Signature }));
  return { body, headers: {}, certificate: fixture("sns-certificate.pem") };
};

const hex = (scheme: { header: string; prefix?: string; time?: string }): Sender => ({
  secret: "one secret",
  otherSecret: "another secret",
  body: JSON_BODY,
  sign: (body, secret, seconds) => ({
    body,
    headers: {
      [scheme.header]:
        (scheme.prefix ?? "") + mac("sha256", secret, scheme.time ? `${seconds}:` : "", body).toString("hex"),
      ...(scheme.time && { [scheme.time]: String(seconds) }),
    },
    ...(scheme.time && { timestampHeader: scheme.time }),
  }),
  header: scheme.header,
  join: scheme.prefix ? (one, other) => `${one}, ${other}` : null,
  hasWindow: scheme.time !== undefined,
});

const SENDERS: [Scheme, string, Sender][] = [
  ["pagerduty", "", hex({ header: "x-pagerduty-signature", prefix: "v1=" })],
  ["standard-webhooks", "webhook-*", standard("webhook")],
  ["standard-webhooks", "svix-*", standard("svix")],
  ["grafana-alerting", "without a time", hex({ header: "x-grafana-alerting-signature" })],
  ["grafana-alerting", "with a time", hex({ header: "x-grafana-alerting-signature", time: "x-grafana-time" })],
  [
    "splunk-on-call",
    "",
    {
      secret: "one secret",
      otherSecret: "another secret",
      body: Buffer.from("state=%22CRITICAL%22&incident=7&message=disk+full+%26+hot&Zone=a"),
      sign: (body, secret) => {
        // Upper case sorts before lower case.
        const text = `${URL_TYPED}Zone${"a"}incident7messagedisk full & hotstate"CRITICAL"`;
        const isChanged = !body.equals(Buffer.from("state=%22CRITICAL%22&incident=7&message=disk+full+%26+hot&Zone=a"));
        const value = mac("sha1", secret, isChanged ? "other" : text).toString("base64");
        return { body, headers: { "x-victorops-signature": value } };
      },
      header: "x-victorops-signature",
      join: null,
      hasWindow: false,
    },
  ],
  [
    "rootly",
    "",
    {
      ...hex({ header: "x-rootly-signature", prefix: "v1=" }),
      sign: (body, secret, seconds) => ({
        body,
        headers: {
          "x-rootly-signature": `t=${seconds},v1=${mac("sha256", secret, String(seconds), body).toString("hex")}`,
        },
      }),
      join: (one, other) => `${one},${other.slice(other.indexOf("v1="))}`,
    },
  ],
  ["firehydrant", "", hex({ header: "fh-signature" })],
  ["github", "", { ...hex({ header: "x-hub-signature-256", prefix: "sha256=" }), join: null }],
  [
    "sns",
    "",
    {
      secret: ARN,
      otherSecret: ARN.replace("alarms", "others"),
      body: Buffer.from(""),
      sign: (_body, arn) => snsSigned(snsMessage(arn), "2"),
      header: "",
      join: null,
      hasWindow: false,
    },
  ],
];

function check(scheme: Scheme, given: Given, secrets: readonly string[], change: Partial<SignedRequest> = {}) {
  const { body, headers, timestampHeader = null, certificate = null } = given;
  const request = { body, headers: new Map(Object.entries(headers)), url: URL_TYPED, receivedAt: NOW };
  return SIGNATURES[scheme].check({ ...request, timestampHeader, certificate, ...change }, secrets);
}
const VALID = { valid: true };
const WRONG = { valid: false, why: "wrong" };
const MISSING = { valid: false, why: "missing" };

it("there is a check for every scheme", () => {
  expect(Object.keys(SIGNATURES).sort()).toEqual([...SIGNATURE_SCHEMES].sort());
});

describe("published vectors", () => {
  it("of PagerDuty", () => {
    const vector = JSON.parse(fixture("pagerduty.json")) as Record<string, string>;
    const given = {
      body: Buffer.from(vector.body ?? ""),
      headers: { "x-pagerduty-signature": vector["x-pagerduty-signature"] ?? "" },
    };
    expect(check("pagerduty", given, [vector.secret ?? ""])).toEqual(VALID);
  });

  it("of Standard Webhooks, at its own time; years later it is a replay", () => {
    const vector = JSON.parse(fixture("standard-webhooks.json")) as Record<string, string>;
    const { secret = "", body = "", source: _, ...headers } = vector;
    const seconds = Number(headers["webhook-timestamp"]);
    const given = { body: Buffer.from(body), headers };
    expect(check("standard-webhooks", given, [secret], { receivedAt: seconds * 1_000 })).toEqual(VALID);
    expect(check("standard-webhooks", given, [secret])).toEqual({
      valid: false,
      why: "outside-window",
      offSeconds: NOW_SECONDS - seconds,
    });
  });
});

describe.each(SENDERS)("%s %s", (scheme, _name, sender) => {
  const good = sender.sign(sender.body, sender.secret, NOW_SECONDS);
  const value = good.headers[sender.header] ?? "";
  const withValue = (text: string): Given => ({ ...good, headers: { ...good.headers, [sender.header]: text } });

  it("takes what is signed with the active secret, or with any of several", () => {
    expect(check(scheme, good, [sender.secret])).toEqual(VALID);
    expect(check(scheme, good, [sender.otherSecret, sender.secret])).toEqual(VALID);
  });

  it("refuses another secret, and none", () => {
    expect(check(scheme, good, [sender.otherSecret])).toEqual(WRONG);
    expect(check(scheme, good, [])).toEqual(WRONG);
  });

  it("refuses every changed byte of the body", () => {
    for (let at = 0; at < good.body.length; at += 7) {
      const body = Buffer.from(good.body);
      body.writeUInt8(body.readUInt8(at) ^ 2, at);
      if (scheme === "sns" && !isSignedByte(good.body, at)) continue;
      expect(check(scheme, { ...good, body }, [sender.secret]), `byte ${at}`).not.toEqual(VALID);
    }
  });

  it("takes only a secret that can be one", () => {
    expect(SIGNATURES[scheme].secretProblem(sender.secret)).toBeNull();
    expect(SIGNATURES[scheme].secretProblem("")).not.toBeNull();
  });

  if (sender.hasWindow) {
    it.each([
      [-301, false],
      [-300, true],
      [0, true],
      [300, true],
      [301, false],
    ])("signed %i s ago: taken is %s", (ago, taken) => {
      const signedThen = sender.sign(sender.body, sender.secret, NOW_SECONDS - ago);
      const outside = { valid: false, why: "outside-window", offSeconds: ago };
      expect(check(scheme, signedThen, [sender.secret])).toEqual(taken ? VALID : outside);
      expect(check(scheme, signedThen, [sender.otherSecret]), "wrong is said before late").toEqual(WRONG);
    });

    it("a later time on an old signature is a forgery", () => {
      const old = sender.sign(sender.body, sender.secret, NOW_SECONDS - 9_999);
      const fresh = sender.sign(sender.body, sender.secret, NOW_SECONDS);
      const forged = { ...fresh, headers: { ...fresh.headers, [sender.header]: old.headers[sender.header] ?? "" } };
      expect(check(scheme, forged, [sender.secret])).toEqual(WRONG);
    });
  } else {
    it("knows no window: a delivery may be 48 hours late", () => {
      const old = sender.sign(sender.body, sender.secret, NOW_SECONDS - 48 * 3_600);
      expect(check(scheme, old, [sender.secret])).toEqual(VALID);
    });
  }

  if (!sender.header) return;

  it("refuses a missing and an empty signature as missing", () => {
    const { [sender.header]: _gone, ...headers } = good.headers;
    expect(check(scheme, { ...good, headers }, [sender.secret])).toEqual(MISSING);
    for (const text of ["", " ", ",", " , "].slice(0, sender.join ? 4 : 2))
      expect(check(scheme, withValue(text), [sender.secret]).valid).toBe(false);
  });

  it("refuses it cut, lengthened, in capitals, or of no known version", () => {
    for (let length = 1; length < value.length; length += 1)
      expect(check(scheme, withValue(value.slice(0, length)), [sender.secret]).valid, `cut to ${length}`).toBe(false);
    for (const text of [`${value}0`, `${value}=`, value.toUpperCase(), value.replace("v1", "v2"), "v1=", "v1,", "v1"])
      if (text !== value) expect(check(scheme, withValue(text), [sender.secret]).valid, text).toBe(false);
  });

  it("refuses a body that was read and written again", () => {
    if (scheme === "splunk-on-call") return;
    const body = Buffer.from(JSON.stringify(JSON.parse(good.body.toString())));
    expect(body.equals(good.body)).toBe(false);
    expect(check(scheme, { ...good, body }, [sender.secret])).toEqual(WRONG);
  });

  if (!sender.join) return;
  const join = sender.join;
  const wrong = sender.sign(sender.body, "whsec_AAAA", NOW_SECONDS).headers[sender.header] ?? "";

  it("takes one good signature among others, wherever it stands", () => {
    for (const text of [join(value, wrong), join(wrong, value)])
      expect(check(scheme, withValue(text), [sender.secret]), text).toEqual(VALID);
  });

  it("looks at ten of 10,000 and is quick about it", () => {
    const many = (count: number) => Array.from({ length: count }, () => wrong).reduce(join);
    expect(check(scheme, withValue(join(many(8), value)), [sender.secret])).toEqual(VALID);
    const started = performance.now();
    expect(check(scheme, withValue(join(many(10_000), value)), [sender.secret])).toEqual(WRONG);
    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe("pagerduty", () => {
  it("skips versions it does not know, and blanks", () => {
    const { body, headers } = hex({ header: "x-pagerduty-signature", prefix: "v1=" }).sign(JSON_BODY, "s", 0);
    const value = headers["x-pagerduty-signature"] ?? "";
    const text = `v2=${"0".repeat(64)} ,  ${value}  ,v1a=zz`;
    expect(check("pagerduty", { body, headers: { "x-pagerduty-signature": text } }, ["s"])).toEqual(VALID);
  });
});

describe("standard-webhooks", () => {
  it("needs its id and its time", () => {
    const good = standard("webhook").sign(JSON_BODY, WHSEC, NOW_SECONDS);
    for (const name of ["webhook-id", "webhook-timestamp"])
      for (const text of ["", "soon"].slice(0, name === "webhook-id" ? 1 : 2))
        expect(check("standard-webhooks", { ...good, headers: { ...good.headers, [name]: text } }, [WHSEC])).toEqual(
          MISSING,
        );
  });

  it("takes a secret with and without its prefix, and survives one that is none", () => {
    const good = standard("webhook").sign(JSON_BODY, WHSEC, NOW_SECONDS);
    expect(check("standard-webhooks", good, [WHSEC.slice("whsec_".length)])).toEqual(VALID);
    expect(check("standard-webhooks", good, ["whsec_not base64", "", WHSEC])).toEqual(VALID);
    expect(check("standard-webhooks", good, ["whsec_", "*"])).toEqual(WRONG);
  });

  it("takes bytes that are no text as they were signed, and no others that read the same", () => {
    const good = standard("webhook").sign(Buffer.from([0x22, 0xff, 0x22]), WHSEC, NOW_SECONDS);
    expect(check("standard-webhooks", good, [WHSEC])).toEqual(VALID);
    const alike = { ...good, body: Buffer.from([0x22, 0xfe, 0x22]) };
    expect(check("standard-webhooks", alike, [WHSEC])).toEqual(WRONG);
  });

  it("signs as the package does", () => {
    const text = '{"title":"Größe"}';
    const signature = new Webhook(WHSEC).sign("msg_1", new Date(NOW_SECONDS * 1_000), text);
    const headers = { "webhook-id": "msg_1", "webhook-timestamp": String(NOW_SECONDS), "webhook-signature": signature };
    expect(check("standard-webhooks", { body: Buffer.from(text), headers }, [WHSEC])).toEqual(VALID);
  });
});

describe("splunk-on-call", () => {
  it("hangs on the address as it was typed", () => {
    const [, , sender] = SENDERS.find(([scheme]) => scheme === "splunk-on-call") ?? [];
    const good = sender?.sign(sender.body, sender.secret, 0);
    if (!sender || !good) throw new Error("no sender");
    const other = { url: URL_TYPED.replace("https", "http") };
    expect(check("splunk-on-call", good, [sender.secret], other)).toEqual(WRONG);
  });
});

describe("sns", () => {
  it("takes both versions, a subject, and a confirmation of the topic", () => {
    const message = snsMessage(ARN);
    const confirmation = {
      ...message,
      Type: "SubscriptionConfirmation",
      Token: "t",
      SubscribeURL: "https://x.example",
    };
    for (const version of ["1", "2"] as const)
      for (const one of [message, { ...message, Subject: "ALARM" }, confirmation])
        expect(check("sns", snsSigned(one, version), [ARN])).toEqual(VALID);
  });

  it("refuses a well-signed message of another's topic, and one without a certificate in force", () => {
    const good = snsSigned(snsMessage(ARN), "2");
    expect(check("sns", snsSigned(snsMessage(ARN.replace("1234", "9999")), "2"), [ARN])).toEqual(WRONG);
    expect(check("sns", good, [ARN], { certificate: null })).toEqual(WRONG);
    expect(check("sns", good, [ARN], { certificate: "none" })).toEqual(WRONG);
    expect(check("sns", good, [ARN], { receivedAt: Date.parse("2020-01-01T00:00:00Z") })).toEqual(WRONG);
  });

  it("without a signature is missing one", () => {
    for (const text of ["", "{}", "null", "[]", '{"Signature":1}'])
      expect(check("sns", { body: Buffer.from(text), headers: {} }, [ARN]), text).toEqual(MISSING);
  });

  const at = (SigningCertURL: unknown) => snsCertificateUrl(Buffer.from(JSON.stringify({ SigningCertURL })));
  it.each([
    "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-ab12.pem",
    "https://sns.eu-west-1.amazonaws.com/x.pem",
  ])("may ask %s", (url) => expect(at(url)).toBe(url));
  it.each([
    "http://sns.us-east-1.amazonaws.com/x.pem",
    "https://sns.us-east-1.amazonaws.com.evil.example/x.pem",
    "https://sns.us-east-1.amazonaws.com@evil.example/x.pem",
    "https://evil.example/sns.us-east-1.amazonaws.com/x.pem",
    "https://s3.us-east-1.amazonaws.com/x.pem",
    "https://sns.evil.us-east-1.amazonaws.com/x.pem",
    "https://sns.us-east-1.amazonaws.com:8443/x.pem",
    "https://sns.us-east-1.amazonaws.com/x.pem/../y",
    "//sns.us-east-1.amazonaws.com/x.pem",
    7,
    null,
  ])("never asks %s", (url) => expect(at(url)).toBeNull());
});

it("a list ends after ten entries, however long it is", () => {
  expect(listed("a".repeat(3), ",")).toEqual(["aaa"]);
  expect(listed(" a , ,b", ",")).toEqual(["a", "b"]);
  expect(listed(Array.from({ length: 99 }, (_, n) => n).join(" "), " ")).toEqual("0123456789".split(""));
});

/** Whether this byte lies in a value that is signed: a key that is only renamed to an unknown one changes the text too. */
function isSignedByte(body: Buffer, at: number): boolean {
  const text = body.toString();
  const unsigned = ["Signature", "SignatureVersion", "SigningCertURL"];
  return !unsigned.some((name) => {
    const from = text.indexOf(`"${name}":`);
    const to = text.indexOf('"', text.indexOf('":"', from) + 3);
    return at >= from - 1 && at <= to;
  });
}
