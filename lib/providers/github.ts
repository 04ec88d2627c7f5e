import { ignored } from "./collector";
import { readDeployment, readStatus } from "./github/deployments";
import type { JsonFormat, Provider } from "./provider";
import { objectOf, textOf, type Wire } from "./wire";

/** The body itself, or the one that a webhook of content type form carries in its field `payload`. */
function bodyOf(value: unknown): Wire {
  const object = objectOf(value) ?? {};
  const { payload } = object;
  if (typeof payload !== "string" || Object.keys(object).length !== 1) return object;
  try {
    return objectOf(JSON.parse(payload)) ?? object;
  } catch {
    return object; // read as it stands, and rejected as such
  }
}

const isCreated = (body: Wire) => body.action === undefined || body.action === "created";

const statuses: JsonFormat = {
  shape: "json",
  id: "github-deployment-status",
  label: "GitHub deployment status webhooks (JSON)",
  matches: (value) => {
    const body = bodyOf(value);
    return objectOf(body.deployment_status) !== null && objectOf(body.deployment) !== null && isCreated(body);
  },
  read: (value, context) => {
    const body = bodyOf(value);
    const parts = { deployment: objectOf(body.deployment) ?? {}, around: body };
    return readStatus(objectOf(body.deployment_status) ?? {}, parts, context);
  },
};

const deployments: JsonFormat = {
  shape: "json",
  id: "github-deployment",
  label: "GitHub deployment webhooks (JSON)",
  matches: (value) => {
    const body = bodyOf(value);
    const deployment = objectOf(body.deployment);
    return deployment?.statuses_url !== undefined && body.action === "created";
  },
  read: (value, context) => {
    const body = bodyOf(value);
    return readDeployment({ deployment: objectOf(body.deployment) ?? {}, around: body }, context);
  },
};

/** `GET /repos/{owner}/{repo}/deployments`. */
const listed: JsonFormat = {
  shape: "json",
  id: "github-deployments",
  label: "GitHub deployments (JSON)",
  matches: (value) => {
    const object = objectOf(value);
    return object?.statuses_url !== undefined && object.task !== undefined && object.sha !== undefined;
  },
  read: (value, context) => readDeployment({ deployment: objectOf(value) ?? {}, around: {} }, context),
};

/** A hook may be subscribed to more, and greets with a ping. */
const others: JsonFormat = {
  shape: "json",
  id: "github-others",
  label: "GitHub events that are no deployments (JSON)",
  isGuest: true,
  matches: (value) => {
    const body = bodyOf(value);
    return [body.repository, body.organization, body.sender, body.hook].some((one) => objectOf(one) !== null);
  },
  read: (value) =>
    textOf(bodyOf(value).zen) === undefined
      ? ignored("an event of GitHub that is neither a new deployment nor a status of one")
      : ignored("ping: GitHub greets a new webhook"),
};

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#deployment_status */
export const github: Provider = {
  id: "github",
  label: "GitHub deployments",
  formats: [statuses, deployments, listed, others],
  webhook: {
    signature: "github",
    canSetHeader: false,
    contentTypes: ["application/x-www-form-urlencoded"],
    maxBytes: 5 * 1024 * 1024,
    // A failed delivery is not sent again by itself: people do it in the list of recent deliveries.
    retries429: false,
    disablesAfter: null,
    // X-GitHub-Delivery is the same for every redelivery, but nobody signs it.
    deliveryKey: () => null,
    setUp: [
      "In GitHub open the repository or the organisation, Settings, Webhooks, and choose Add webhook.",
      "As Payload URL paste {url}",
      "As Content type choose application/json.",
      "As Secret, its signing secret, enter {secret}",
      "Choose Let me select individual events: Deployments and Deployment statuses, and no others.",
      'A deployment belongs to the service that has the name of its repository. Where pages call it otherwise, put {"service": "checkout"} into the payload of the deployment.',
    ],
  },
};
