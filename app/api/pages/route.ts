import { z } from "zod";
import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { pages } from "@/db/queries/pages";
import { PagesFilter } from "@/lib/contract/filter";

const Portion = z.object({
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => pages(ctx, searchOf(request, PagesFilter), searchOf(request, Portion)));
}
