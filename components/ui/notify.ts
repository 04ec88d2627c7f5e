import type { ExternalToast } from "sonner";

// Loaded when there is something to say: it is not needed for the first screen.
export function notify(text: string, options?: ExternalToast): void {
  void import("sonner").then(({ toast }) => toast(text, options));
}
