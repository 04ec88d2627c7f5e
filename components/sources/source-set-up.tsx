import type { SourceView, WebhookView } from "@/lib/contract/source";
import { secretWords } from "./secret-words";
import { LoopbackWarning, SetUpSteps, ValueToCopy } from "./set-up-steps";

type Props = { source: SourceView; webhook: WebhookView; origin: string };

/** The set-up again. Secrets are told once only: here stand words for them. */
export function SourceSetUp({ source, webhook, origin }: Props) {
  const { proof, headerName, path, setUp } = webhook;
  const isPath = proof === "path";
  const url = `${origin}${path}${isPath ? "/your-token" : ""}`;
  const kind = proof === "signature" ? "signing" : proof;
  const hint = source.secrets.findLast((secret) => secret.kind === kind)?.hint;
  return (
    <div className="space-y-4">
      <ValueToCopy
        label="Address"
        what="the address"
        value={url}
        hint={isPath ? "In the place of your-token stands the token, which was shown once." : undefined}
      />
      <LoopbackWarning origin={origin} />
      <SetUpSteps setUp={setUp} filling={{ proof, headerName, url, secret: secretWords(hint) }} />
      {webhook.timestampHeader && (
        <p className="text-xs text-ink-2">
          The signed time is read from the header <code className="font-mono">{webhook.timestampHeader}</code>.
        </p>
      )}
    </div>
  );
}
