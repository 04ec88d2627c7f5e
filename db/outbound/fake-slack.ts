import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SLACK_LIMITS } from "@/lib/report/digest-slack";

/** What it does instead of taking a message. */
type Temper = "takes" | "too-many" | "broken" | "removed" | "takes-and-hangs-up" | "moved" | "sees-no-pictures";

type FakeSlack = {
  url: string;
  /** For SQUELCH_OUTBOUND_ALLOW. */
  pair: string;
  /** What is in the channel. */
  messages: Wire[];
  temper: Temper;
  close(): Promise<void>;
};

type Wire = { text?: unknown; blocks?: unknown };
type Block = { type?: unknown; text?: Text; fields?: Text[]; elements?: Text[] } & Picture;
type Picture = { image_url?: unknown; alt_text?: unknown; title?: Text };
type Text = { type?: unknown; text?: unknown };

/** An incoming webhook of Slack that keeps to its documented limits and answers in its words. */
export async function startFakeSlack(): Promise<FakeSlack> {
  const state: Pick<FakeSlack, "messages" | "temper"> = { messages: [], temper: "takes" };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => {
      body += part;
    });
    request.on("end", () => {
      const answer = (status: number, said: string, headers: Record<string, string> = {}) =>
        response.writeHead(status, { "content-type": "text/html", ...headers }).end(said);
      if (state.temper === "too-many") return answer(429, "rate_limited", { "retry-after": "90" });
      if (state.temper === "broken") return answer(503, "<html>oops</html>");
      if (state.temper === "removed") return answer(404, "no_service");
      if (state.temper === "moved") return answer(302, "", { location: "http://169.254.169.254/" });
      const wrong = problemOf(body);
      if (wrong !== null) return answer(400, wrong);
      // As where the address of a picture cannot be reached: nothing of the message is posted.
      if (state.temper === "sees-no-pictures" && body.includes('"type":"image"')) return answer(400, "invalid_blocks");
      state.messages.push(JSON.parse(body) as Wire);
      if (state.temper !== "takes-and-hangs-up") return answer(200, "ok");
      return request.socket.destroy();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}/services/T000/B000/secretOfSlack`,
    pair: `127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  });
}

function problemOf(body: string): string | null {
  let wire: Wire;
  try {
    wire = JSON.parse(body) as Wire;
  } catch {
    return "invalid_payload";
  }
  if (typeof wire.text !== "string" || wire.text === "") return "no_text";
  if (!Array.isArray(wire.blocks) || wire.blocks.length > SLACK_LIMITS.blocks) return "invalid_blocks";
  const blocks = wire.blocks as Block[];
  if (!blocks.every(isBlock)) return "invalid_blocks";
  const letters = blocks.flatMap(textsOf).reduce((sum, text) => sum + String(text.text).length, wire.text.length);
  return letters > SLACK_LIMITS.all ? "msg_blocks_too_long" : null;
}

const textsOf = ({ text, fields = [], elements = [] }: Block): Text[] => [
  ...(text ? [text] : []),
  ...fields,
  ...elements,
];

function isBlock(block: Block): boolean {
  const fits = (most: number, types: readonly string[]) => (text: Text | undefined) =>
    text !== undefined &&
    types.includes(String(text.type)) &&
    typeof text.text === "string" &&
    text.text.length > 0 &&
    text.text.length <= most;
  const both = ["plain_text", "mrkdwn"];
  switch (block.type) {
    case "divider":
      return true;
    case "image":
      return (
        String(block.image_url).startsWith("https://") &&
        fits(SLACK_LIMITS.picture, ["plain_text"])(block.title) &&
        fits(SLACK_LIMITS.picture, ["plain_text"])({ type: "plain_text", text: block.alt_text })
      );
    case "header":
      return fits(SLACK_LIMITS.header, ["plain_text"])(block.text);
    case "context":
      return (block.elements ?? []).length <= 10 && (block.elements ?? []).every(fits(SLACK_LIMITS.field, both));
    case "section":
      return block.fields
        ? block.fields.length <= 10 && block.fields.every(fits(SLACK_LIMITS.field, both))
        : fits(SLACK_LIMITS.section, both)(block.text);
    default:
      return false;
  }
}
