import { ignored } from "./collector";
import { readEvent, readListed } from "./gitlab/deployments";
import type { JsonFormat, Provider } from "./provider";
import { objectOf, textOf } from "./wire";

const events: JsonFormat = {
  shape: "json",
  id: "gitlab-deployment-event",
  label: "GitLab deployment webhooks (JSON)",
  matches: (value) => {
    const event = objectOf(value);
    return event?.object_kind === "deployment" && event.deployment_id !== undefined;
  },
  read: (value, context) => readEvent(objectOf(value) ?? {}, context),
};

const listed: JsonFormat = {
  shape: "json",
  id: "gitlab-deployments",
  label: "GitLab deployments (JSON)",
  matches: (value) => {
    const deployment = objectOf(value);
    return deployment?.iid !== undefined && deployment.sha !== undefined && objectOf(deployment.environment) !== null;
  },
  read: (value, context) => readListed(objectOf(value) ?? {}, context),
};

/** A hook may be subscribed to more. */
const others: JsonFormat = {
  shape: "json",
  id: "gitlab-others",
  label: "GitLab events that are no deployments (JSON)",
  isGuest: true,
  matches: (value) => (textOf(objectOf(value)?.object_kind) ?? textOf(objectOf(value)?.event_name)) !== undefined,
  read: () => ignored("an event of GitLab that is no deployment"),
};

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#deployment-events */
export const gitlab: Provider = {
  id: "gitlab",
  label: "GitLab deployments",
  formats: [events, listed, others],
  webhook: {
    // Its secret token travels in X-Gitlab-Token as it is.
    signature: null,
    canSetHeader: true,
    contentTypes: [],
    maxBytes: 5 * 1024 * 1024,
    retries429: false,
    // After four failures it pauses a hook, for longer each time.
    disablesAfter: 4,
    // X-Gitlab-Event-UUID is proved by nothing but the connection.
    deliveryKey: () => null,
    setUp: [
      "In GitLab open the project or the group, Settings, Webhooks, and choose Add new webhook.",
      "As URL paste {url}",
      "As Secret token, which it sends in the header X-Gitlab-Token, enter {secret}",
      "Under Trigger choose Deployment events and nothing else, then Add webhook.",
      "A deployment belongs to the service that has the name of its project.",
    ],
  },
};
