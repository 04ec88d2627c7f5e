import { alertmanager } from "./alertmanager";
import { neutral } from "./neutral";
import { pagerduty } from "./pagerduty";
import type { Provider } from "./provider";

/** Every provider that is read: one line each. */
export const providers: readonly Provider[] = [neutral, pagerduty, alertmanager];
