import { respond } from "@/app/_http/respond";
import document from "@/docs/openapi.json";

/** What can be read, for programs; /docs/api has the same for people. */
export function GET(request: Request): Promise<Response> {
  return respond(request, () => Promise.resolve(document));
}
