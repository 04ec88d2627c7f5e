import { respond } from "@/app/_http/respond";
import { auditChain } from "@/db/queries/audit-chain";
import { assertMayRead } from "@/db/queries/audit-rows";

/** Reads the whole log: asked for by itself, after the rows. */
export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => {
    assertMayRead(ctx);
    return auditChain(ctx);
  });
}
