import { door } from "@/app/_http/door";
import { handOver } from "@/app/_http/hand-over";
import { describeAddress, receiveRequest } from "@/app/_http/receive";

export const dynamic = "force-dynamic";

handOver();

type Context = { params: Promise<{ source: string; token: string }> };

async function toOf(params: Context["params"]) {
  const { source, token } = await params;
  return { slug: source, token };
}

/** For senders that can set neither a signature nor a header: the path carries the secret. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  return receiveRequest(door(), request, await toOf(params));
}

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return describeAddress(door(), await toOf(params));
}
