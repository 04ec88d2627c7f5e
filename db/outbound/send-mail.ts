import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { sha256 } from "@/db/ids";
import { type Delivered, later, refused } from "./delivered";

const CONNECT_MS = 10_000;
/** A server may look for viruses before it says yes. */
const SILENCE_MS = 60_000;

/** How mail leaves: `smtp://` or `smtps://`, with a user and password where the server wants them. */
export type MailSettings = { url: string; from: string };

type Mail = {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** What the id of the message is made of: the same on every try, so that a server may drop a repetition. */
  key: string;
  at: Date;
  headers: Readonly<Record<string, string>>;
  /** Shown in the HTML as `cid:<name>`. */
  pictures: readonly { name: string; png: Uint8Array }[];
};

export type SendMail = (mail: Mail) => Promise<Delivered>;

/** Through one server, which whoever runs Squelch has set. The connection is encrypted, or stays on this machine. */
export function mailThrough({ url, from }: MailSettings): SendMail {
  return async (mail) => {
    const message = await composed(mail, from);
    return deliver(new URL(url), { from: addressIn(from), to: mail.to }, message);
  };
}

/** Of `Squelch <squelch@example.com>`, or plain. */
function addressIn(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1]?.trim() ?? from.trim();
}

function composed(mail: Mail, from: string): Promise<Buffer> {
  const { to, subject, text, html, key, at, headers, pictures } = mail;
  return new MailComposer({
    from,
    // As an object: no list, no name and no group can be read out of it.
    to: { name: "", address: to },
    subject: oneLine(subject),
    text,
    html,
    messageId: `<${sha256(key).slice(0, 32)}@${addressIn(from).split("@").at(-1)}>`,
    date: at,
    headers: { ...headers, "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    attachments: pictures.map(({ name, png }) => ({
      filename: name,
      content: Buffer.from(png),
      contentType: "image/png",
      cid: name,
      contentDisposition: "inline",
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();

type Envelope = { from: string; to: string };

function deliver(server: URL, envelope: Envelope, message: Buffer): Promise<Delivered> {
  const isOwn = isLoopback(server.hostname);
  const connection = new SMTPConnection({
    host: bare(server.hostname),
    ...(server.port && { port: Number(server.port) }),
    secure: server.protocol === "smtps:",
    requireTLS: server.protocol === "smtp:" && !isOwn,
    ignoreTLS: isOwn && server.protocol === "smtp:",
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    tls: { minVersion: "TLSv1.2" },
  });
  // Once the server asked for the message, only its answer tells whether it has it.
  let asked = false;
  const content = new Readable({
    read() {
      asked = true;
      this.push(message);
      this.push(null);
    },
  });
  return new Promise((resolve) => {
    const end = (delivered: Delivered) => {
      resolve(delivered);
      connection.close();
    };
    const fail = (error: MailError) => end(becauseOf(error, server, asked));
    connection.on("error", fail);
    connection.connect((error) => {
      if (error) return fail(error);
      const send = () =>
        connection.send({ from: envelope.from, to: [envelope.to] }, content, (refusal) =>
          refusal ? fail(refusal) : end({ kind: "sent" }),
        );
      const user = decodeURIComponent(server.username);
      if (user === "") return send();
      connection.login({ user, pass: decodeURIComponent(server.password) }, (refusal) =>
        refusal ? fail(refusal) : send(),
      );
    });
  });
}

type MailError = Error & {
  code?: string | undefined;
  responseCode?: number | undefined;
  response?: string | false | undefined;
};

function becauseOf(error: MailError, server: URL, asked: boolean): Delivered {
  const { code, responseCode } = error;
  if (asked && code !== "EMESSAGE")
    return { kind: "unknown", why: `${server.host} had the message, and did not say whether it took it.` };
  const why = `${server.host}: ${wordsOf(error)}`;
  // 4xx = not now; a wrong password or a server without TLS waits for whoever runs Squelch.
  const isFinal = responseCode === undefined ? code === "EAUTH" || code === "ETLS" : responseCode >= 500;
  return isFinal ? refused(why) : later(why);
}

/** What the server says may hold an address: it is left out of what is kept. */
function wordsOf({ code, response, message, responseCode }: MailError): string {
  const said = (typeof response === "string" && response !== "" ? response : message).replace(
    /\S*@\S*/g,
    "(an address)",
  );
  const plain = said
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, 300);
  if (code === "EAUTH") return `the user or password is not taken (${plain}). See SQUELCH_SMTP_URL.`;
  if (code === "ETLS" || /STARTTLS/.test(message))
    return `no encrypted connection (${plain}). Without one mail is only handed to this machine itself.`;
  return responseCode === undefined ? `${plain}.` : `it refused: ${plain}`;
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, "");

function isLoopback(hostname: string): boolean {
  const host = bare(hostname).toLowerCase();
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
