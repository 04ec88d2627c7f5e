import { isAlarm, isStateChange, readAlarm, readStateChange } from "./cloudwatch/alarm";
import { isLambdaRecord, isSns, readSns } from "./cloudwatch/sns";
import { rejected } from "./collector";
import type { Outcome, Provider, ReadContext } from "./provider";
import { relayedFormat } from "./relay";
import { objectOf, objectsOf, textOf, type Wire } from "./wire";

/** What a Lambda function is given: one message in fact, a list by its form. */
function isLambda(value: Wire): boolean {
  return isLambdaRecord(value) || objectsOf(value.Records).some(isLambdaRecord);
}

function readLambda(value: Wire, context: ReadContext): Outcome {
  const records = isLambdaRecord(value) ? [value] : objectsOf(value.Records);
  const outcomes = records.map(({ Sns }) => readSns(objectOf(Sns) ?? {}, context));
  const [first] = outcomes;
  if (!first || outcomes.length === 1) return first ?? rejected("Records is empty");
  const accepted = outcomes.filter((outcome) => outcome.outcome === "accepted");
  if (accepted.length === 0) return outcomes.find(({ outcome }) => outcome === "rejected") ?? first;
  return {
    outcome: "accepted",
    events: accepted.flatMap(({ events }) => events),
    people: [],
    issues: outcomes.flatMap((outcome, index) =>
      outcome.outcome === "accepted" ? outcome.issues : [`Records[${index}]: ${outcome.why}`],
    ),
  };
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
export const cloudwatch: Provider = {
  id: "cloudwatch",
  label: "AWS CloudWatch",
  formats: [
    relayedFormat({
      id: "cloudwatch-sns",
      label: "CloudWatch alarms through SNS (JSON)",
      isOurs: isSns,
      read: readSns,
    }),
    relayedFormat({
      id: "cloudwatch-lambda",
      label: "CloudWatch alarms as Lambda got them from SNS (JSON)",
      isOurs: isLambda,
      read: readLambda,
    }),
    relayedFormat({ id: "cloudwatch-alarm", label: "CloudWatch alarms (JSON)", isOurs: isAlarm, read: readAlarm }),
    relayedFormat({
      id: "cloudwatch-eventbridge",
      label: "CloudWatch alarms through EventBridge (JSON)",
      isOurs: isStateChange,
      read: readStateChange,
    }),
  ],
  webhook: {
    signature: "sns",
    canSetHeader: false,
    contentTypes: ["text/plain"],
    maxBytes: 1024 * 1024,
    retries429: false,
    disablesAfter: null,
    deliveryKey: (body) => {
      const id = textOf(objectOf(body)?.MessageId);
      return id === undefined ? null : `message:${id}`;
    },
    setUp: [
      "In AWS open the SNS topic to which your CloudWatch alarms send, for ALARM and for OK.",
      "Create a subscription of protocol HTTPS, with raw message delivery off, and as its endpoint {url}",
      "Its confirmation appears here among the ignored records: open the address that stands in its reason once.",
      "The subscription then reads Confirmed.",
    ],
  },
};
