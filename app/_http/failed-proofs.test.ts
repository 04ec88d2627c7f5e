import { expect, it } from "vitest";
import { failedProofs } from "./failed-proofs";

const NOW = Date.parse("2026-03-01T12:00:00Z");

/** How many of these are let through before the first that is too many. */
function passed(peers: readonly (string | null)[], limit = failedProofs()): number {
  const first = peers.findIndex((peer) => limit.isTooMany(peer, NOW));
  return first < 0 ? peers.length : first;
}

const times = (n: number, peer: string | null) => Array.from({ length: n }, () => peer);

it("has too many with the 61st of one address in a minute, and begins anew with the next minute", () => {
  const limit = failedProofs();
  expect(passed(times(70, "203.0.113.1"), limit)).toBe(60);
  expect(limit.isTooMany("203.0.113.2", NOW)).toBe(false);
  expect(limit.isTooMany("203.0.113.1", NOW + 59_999)).toBe(true);
  expect(limit.isTooMany("203.0.113.1", NOW + 60_000)).toBe(false);
});

it.each([
  ["an IPv4 address and the same one within IPv6", ["203.0.113.1", "::ffff:203.0.113.1"]],
  ["two addresses of one IPv6 network", ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"]],
  ["requests of which no address is known", [null, "no address"]],
])("counts %s together", (_name, [one = null, other = null]) => {
  expect(passed([...times(60, one), other])).toBe(60);
});

it("counts another IPv6 network apart", () => {
  expect(passed([...times(60, "2001:db8:1:2::1"), "2001:db8:1:3::1"])).toBe(61);
});

it("keeps no more addresses than there is room for", () => {
  const limit = failedProofs();
  const many = Array.from({ length: 10_000 }, (_, i) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
  expect(passed(many, limit)).toBe(10_000);
  const others = Array.from({ length: 61 }, (_, i) => `192.0.2.${i}`);
  expect(passed(others, limit)).toBe(60);
  expect(limit.isTooMany("10.0.0.1", NOW)).toBe(false);
});

it("holds an address back from its 60th in a minute on, and no other one, without counting", () => {
  const limit = failedProofs();
  passed(times(59, "203.0.113.1"), limit);
  expect(limit.isHeldBack("203.0.113.1", NOW)).toBe(false);
  passed(times(1, "203.0.113.1"), limit);
  expect(limit.isHeldBack("203.0.113.1", NOW)).toBe(true);
  expect(limit.isHeldBack("203.0.113.2", NOW)).toBe(false);
  expect(limit.isHeldBack("203.0.113.1", NOW + 60_000)).toBe(false);
});
