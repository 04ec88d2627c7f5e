import {
  anyEqual,
  hexDigest,
  hmac,
  MISSING,
  notBlank,
  outsideWindow,
  type Signature,
  secondsOf,
  VALID,
  WRONG,
} from "./signature";

/**
 * `X-Grafana-Alerting-Signature`: bare hex of HMAC-SHA256 over the body, or over `timestamp:body` where the contact
 * point names a header for the time. https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
 */
export const grafanaAlerting: Signature = {
  check({ body, headers, receivedAt, timestampHeader }, secrets) {
    const signature = headers.get("x-grafana-alerting-signature")?.trim();
    const time = timestampHeader === null ? null : headers.get(timestampHeader)?.trim();
    if (!signature || time === undefined) return MISSING;
    const prefix = time === null ? "" : `${time}:`;
    const expected = secrets.map((secret) => hmac("sha256", secret, prefix, body));
    if (!anyEqual([hexDigest(signature, 32)], expected)) return WRONG;
    if (time === null) return VALID;
    const seconds = secondsOf(time);
    return seconds === null ? WRONG : (outsideWindow(seconds, receivedAt) ?? VALID);
  },
  secretProblem: notBlank,
};
