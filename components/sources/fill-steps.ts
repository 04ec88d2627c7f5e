import type { Proof } from "@/lib/contract/source";

/** What the steps of one sender are filled with. */
export type Filling = {
  proof: Proof;
  headerName: string | null;
  /** With the token, where the path carries one. */
  url: string;
  /** The secret, or words for it where it is not shown any more. */
  secret: string;
};

type StepPart = { text: string; isValue: boolean };
/** One thing to do; `code` is to be copied whole. */
export type Step = { parts: StepPart[]; code: string | null };

/** Said by a sender of which only some deliveries are signed. */
const SIGNED_APART = /webhooks are signed/i;
const PLAIN_HEADER = "authorization";
export const OWN_HEADER = "x-squelch-secret";

/** The header in which a sender's own steps put the secret. */
export function headerOf(setUp: readonly string[]): string {
  const fixed = setUp.map((step) => /in the header (X-[\w-]+)/.exec(step)?.[1]).find((name) => name !== undefined);
  if (fixed !== undefined) return fixed.toLowerCase();
  return setUp.some((step) => /authorization/i.test(step)) ? PLAIN_HEADER : OWN_HEADER;
}

/** The steps at the sender for the way in which it proves itself. */
export function fillSteps(setUp: readonly string[], filling: Filling): Step[] {
  return stepsFor(setUp, filling).map((step) => {
    const [first = "", ...rest] = step.split("\n");
    const code = rest.join("\n").replace(/^\n+/, "");
    return { parts: partsOf(first, filling), code: code === "" ? null : whole(code, filling) };
  });
}

function stepsFor(setUp: readonly string[], { proof, headerName }: Filling): string[] {
  const apart = setUp.some((step) => SIGNED_APART.test(step));
  const steps = apart ? setUp.filter((step) => SIGNED_APART.test(step) === (proof === "signature")) : [...setUp];
  if (proof === "signature") return steps;
  // Whoever does not sign has no signing secret to fetch.
  const unsigned = steps.filter((step) => !/signing secret|HMAC/i.test(step) || /authorization/i.test(step));
  if (proof === "path") return unsigned.filter((step) => !step.includes("{secret}") || step.includes("{url}"));
  const header = headerName ?? PLAIN_HEADER;
  if (!unsigned.some((step) => step.includes("{secret}")))
    return [...unsigned, `Add a custom header: name ${header}, value {secret}. Then save it.`];
  if (header === PLAIN_HEADER) return unsigned;
  return unsigned.map((step) => step.replaceAll("Authorization", header).replaceAll("Bearer {secret}", "{secret}"));
}

function partsOf(text: string, filling: Filling): StepPart[] {
  return text
    .split(/(\{url\}|\{secret\})/)
    .filter((part) => part !== "")
    .map((part) => {
      if (part === "{url}") return { text: filling.url, isValue: true };
      return part === "{secret}" ? { text: filling.secret, isValue: true } : { text: part, isValue: false };
    });
}

// Not by a pattern: a value may hold what a replacement would read as one.
function whole(code: string, { url, secret }: Filling): string {
  return code.split("{url}").join(url).split("{secret}").join(secret);
}
