import { ignored } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { objectInText } from "@/lib/providers/relay";
import { objectOf, textOf, type Wire } from "@/lib/providers/wire";
import { isAlarm, isStateChange, readAlarm, readStateChange } from "./alarm";

const TYPES: ReadonlySet<string> = new Set(["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]);

/** A body of SNS. */
export function isSns(value: Wire): boolean {
  return TYPES.has(textOf(value.Type) ?? "") && textOf(value.MessageId) !== undefined && value.TopicArn !== undefined;
}

/** An element of the `Records` that a Lambda function is given. */
export function isLambdaRecord({ Sns }: Wire): boolean {
  const sns = objectOf(Sns);
  return sns !== null && textOf(sns.Message) !== undefined;
}

export function readSns(body: Wire, context: ReadContext): Outcome {
  const type = textOf(body.Type);
  if (type === "SubscriptionConfirmation") return ignored(confirmation(body));
  if (type === "UnsubscribeConfirmation") {
    return ignored(
      `UnsubscribeConfirmation: ${textOf(body.TopicArn) ?? "the topic"} sends here no more; add the subscription again if that was not meant`,
    );
  }
  const message = objectInText(body.Message) ?? objectOf(body.Message);
  if (message && isAlarm(message)) return readAlarm(message, context);
  if (message && isStateChange(message)) return readStateChange(message, context);
  const subject = textOf(body.Subject);
  return ignored(`a message that is no CloudWatch alarm${subject === undefined ? "" : `: ${subject.slice(0, 100)}`}`);
}

const AMAZON = /^sns\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/;

/** Nobody but a person opens the address, and only one of Amazon's own hosts is shown as such. */
function confirmation(body: Wire): string {
  const url = textOf(body.SubscribeURL) ?? "";
  const topic = textOf(body.TopicArn) ?? "an unnamed topic";
  if (!isAmazons(url)) {
    return `SubscriptionConfirmation of ${topic}: do not open its address, it is not one of sns.<region>.amazonaws.com`;
  }
  return `SubscriptionConfirmation: if ${topic} is yours, open this address once in a browser to confirm it: ${url}`;
}

function isAmazons(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, port, username, password } = new URL(text);
  return protocol === "https:" && port === "" && username === "" && password === "" && AMAZON.test(hostname);
}
