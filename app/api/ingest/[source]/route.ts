import { door } from "@/app/_http/door";
import { handOver } from "@/app/_http/hand-over";
import { describeAddress, receiveRequest } from "@/app/_http/receive";

export const dynamic = "force-dynamic";

handOver();

type Context = { params: Promise<{ source: string }> };

const toOf = async (params: Context["params"]) => ({ slug: (await params).source, token: null });

/** A delivery. It proves itself, so neither its host nor its origin matters, and no cookie is looked at. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  return receiveRequest(door(), request, await toOf(params));
}

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return describeAddress(door(), await toOf(params));
}
