import type { Proof, ProviderView } from "@/lib/contract/source";

export const PROOF_WORDS: Record<Proof, { label: string; why: string }> = {
  signature: {
    label: "Signature",
    why: "The sender signs each delivery with a secret that never travels: nobody can forge or change one on the way.",
  },
  header: {
    label: "Secret header",
    why: "The sender puts a secret of ours into a header. It is as good as the connection: use https.",
  },
  path: {
    label: "Token in the address",
    why: "Where a sender can set no header, the address itself holds the secret. Whoever sees the address can send; keep it out of tickets and logs.",
  },
};

/** What there is to know before one chooses it. */
const SIGNATURE_NOTES: Readonly<Record<string, string>> = {
  "splunk-on-call":
    "Only its escalation webhooks are signed. Connect it by a secret header, and once more by signature if you use those.",
  sns: "Amazon signs for everybody's topics: the ARN of your topic tells which one may send here.",
  "grafana-alerting": "Needs a Grafana whose webhook contact point has the section HMAC Signature.",
};

export function noteOf(signature: string | null): string | null {
  return signature === null ? null : (SIGNATURE_NOTES[signature] ?? null);
}

/** What proves most of what it sends. */
export function bestProof({ signature, proofs }: NonNullable<ProviderView["webhook"]>): Proof {
  return signature === "splunk-on-call" ? "header" : (proofs[0] ?? "path");
}

/** Schemes whose secret people choose and enter at the sender; the others show one of theirs. */
const CHOSEN_HERE: readonly string[] = ["grafana-alerting", "firehydrant", "rootly", "github"];

export const isChosenHere = (signature: string | null): boolean =>
  signature !== null && CHOSEN_HERE.includes(signature);

/** How the sender's own words call what it signs with. */
export function secretName(signature: string | null): { label: string; hint: string } {
  switch (signature) {
    case "sns":
      return { label: "ARN of the topic", hint: "arn:aws:sns:eu-west-1:123456789012:alarms" };
    case "splunk-on-call":
      return { label: "Authentication key", hint: "as it stands under Escalation Webhooks" };
    case "standard-webhooks":
      return { label: "Signing secret", hint: "it begins with whsec_" };
    default:
      return { label: "Signing secret", hint: "as the sender shows it once" };
  }
}

/** 256 random bits. */
export function newSigningSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What a provider can do, in a line. */
export function abilitiesOf({ webhook, files, hasApi }: ProviderView): string {
  return [webhook && (webhook.signature ? "signed webhook" : "webhook"), files.length > 0 && "files", hasApi && "API"]
    .filter(Boolean)
    .join(" · ");
}
