import type { Outbound } from "@/db/outbound/http";
import type { KeyRing } from "@/db/secrets/key-ring";

/** What carrying out a decision needs of the outside; given by the edges. */
export type ApplyTools = {
  ring: () => KeyRing;
  call: Outbound;
  /** Git remotes that may be pushed to. */
  remotes: readonly string[];
  /** Our own address, for links back; null where nobody told it. */
  origin: string | null;
};
