import { describe, expect, it } from "vitest";
import { cloudwatch } from "./cloudwatch";
import type { Outcome } from "./provider";

function read(body: unknown): Outcome {
  const format = cloudwatch.formats.find((one) => one.shape === "json" && one.matches(body));
  if (format?.shape !== "json") throw new Error("no format matches");
  return format.read(body, { zone: null, envelope: null, receivedAt: null });
}

const confirmation = (url: unknown): unknown => ({
  Type: "SubscriptionConfirmation",
  MessageId: "m1",
  TopicArn: "arn:aws:sns:eu-west-1:1:t",
  SubscribeURL: url,
});

describe("the confirmation of a subscription", () => {
  it.each([
    "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=x",
    "https://sns.cn-north-1.amazonaws.com.cn/?Action=ConfirmSubscription&Token=x",
  ])("asks a person to open %s", (url) => {
    expect(read(confirmation(url))).toEqual({
      outcome: "ignored",
      why: `SubscriptionConfirmation: if arn:aws:sns:eu-west-1:1:t is yours, open this address once in a browser to confirm it: ${url}`,
    });
  });

  it.each([
    "http://sns.eu-west-1.amazonaws.com/?Token=x",
    "https://sns.eu-west-1.amazonaws.com.evil.example/",
    "https://sns.eu-west-1.amazonaws.com@evil.example/",
    "https://user@sns.eu-west-1.amazonaws.com/",
    "https://sns.eu-west-1.amazonaws.com:8443/",
    "https://evil.example/sns.eu-west-1.amazonaws.com",
    "https://s3.amazonaws.com/",
    "javascript:alert(1)",
    "",
    null,
  ])("does not show %s", (url) => {
    const outcome = read(confirmation(url));
    expect(outcome).toMatchObject({ outcome: "ignored", why: expect.stringContaining("do not open its address") });
    if (outcome.outcome === "ignored" && typeof url === "string" && url !== "") expect(outcome.why).not.toContain(url);
  });
});

describe("states", () => {
  const change = (state: string, before?: string): Outcome =>
    read({
      AlarmName: "a",
      AlarmArn: "arn:1",
      NewStateValue: state,
      OldStateValue: before,
      StateChangeTime: "2026-01-02T03:04:05.678+0000",
    });
  it.each([
    ["ALARM", "OK", "triggered"],
    ["ALARM", "INSUFFICIENT_DATA", "triggered"],
    ["OK", "ALARM", "resolved"],
    ["OK", undefined, "resolved"],
  ])("%s after %s: %s", (state, before, kind) => {
    expect(change(state, before)).toMatchObject({
      events: [{ kind, pageKey: "arn:1", by: "automation", at: Date.UTC(2026, 0, 2, 3, 4, 5, 678) }],
    });
  });
  it.each([
    ["INSUFFICIENT_DATA", "ALARM"],
    ["OK", "INSUFFICIENT_DATA"],
    ["DISABLED", "OK"],
  ])("%s after %s: no event", (state, before) => expect(change(state, before)).toMatchObject({ outcome: "ignored" }));
});

it("a delivery is known by its MessageId", () => {
  expect(cloudwatch.webhook?.deliveryKey({ MessageId: "m1" }, new Map())).toBe("message:m1");
  expect(cloudwatch.webhook?.deliveryKey("text", new Map())).toBeNull();
});
