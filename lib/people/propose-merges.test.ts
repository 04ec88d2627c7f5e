import { describe, expect, it } from "vitest";
import { type Candidate, pairKey, proposeMerges } from "./propose-merges";

const person = (id: string, name: string | null, provider: string, ...emails: string[]): Candidate => {
  return { id, name, emails, providers: [provider] };
};
const why = (people: Candidate[], apart: string[] = []) => proposeMerges(people, new Set(apart)).map((it) => it.why);

describe("a merge is proposed", () => {
  it.each<[string, Candidate[], string[]]>([
    [
      "of one name at two providers",
      [person("1", "Ana Brandt", "pagerduty"), person("2", "BRANDT, Ána", "opsgenie")],
      ["same-name"],
    ],
    [
      "not of one name at one provider",
      [person("1", "Ana Brandt", "pagerduty"), person("2", "Ana Brandt", "pagerduty")],
      [],
    ],
    ["not of a first name alone", [person("1", "Ana", "pagerduty"), person("2", "Ana", "opsgenie")], []],
    [
      "of one mailbox and similar names",
      [person("1", "Ana B.", "pagerduty", "ana.b@x.org"), person("2", "Ana Brandt", "opsgenie", "anab+page@y.com")],
      ["same-mailbox"],
    ],
    [
      "not of one mailbox and other names",
      [person("1", "Cem Ay", "pagerduty", "ana@x.org"), person("2", "Ana Brandt", "opsgenie", "ana@y.com")],
      [],
    ],
    [
      "not of a mailbox that many read",
      [person("1", "Team One", "pagerduty", "oncall@x.org"), person("2", "Team Two", "opsgenie", "oncall@y.com")],
      [],
    ],
    [
      "of one address that was parted by hand",
      [person("1", "A", "pagerduty", "a@x.org"), person("2", "B", "pagerduty", "A@X.org")],
      ["same-email"],
    ],
  ])("%s", (_name, people, expected) => {
    expect(why(people)).toEqual(expected);
  });

  it("never of two who are kept apart", () => {
    const people = [person("1", "Ana Brandt", "pagerduty"), person("2", "Ana Brandt", "opsgenie")];
    expect(why(people, [pairKey("2", "1")])).toEqual([]);
  });

  it("not where so many have the name that it tells nobody apart", () => {
    const people = (n: number) => Array.from({ length: n }, (_, i) => person(`${i}`, "On Call", `p${i}`));
    expect(why(people(5))).toHaveLength(10);
    expect(why(people(6))).toEqual([]);
  });
});
