import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** What it does with a message: takes it, says no for now or for good, or takes it and hangs up without a word. */
type Temper = "takes" | "not-now" | "never" | "hangs-up" | "knows-nobody";

export type TestMailServer = {
  /** For SQUELCH_SMTP_URL. */
  url: string;
  /** Raw messages that it has, in order, with whom they were for. */
  messages: { to: string[]; raw: string }[];
  temper: Temper;
  close(): Promise<void>;
};

/** A real mail server on loopback, without encryption. */
export async function startMailServer(): Promise<TestMailServer> {
  const state: Pick<TestMailServer, "messages" | "temper"> = { messages: [], temper: "takes" };
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    authOptional: true,
    onRcptTo(_address, _session, done) {
      if (state.temper === "knows-nobody")
        done(Object.assign(new Error("5.1.1 <lead@example.org> is unknown here"), { responseCode: 550 }));
      else done();
    },
    onData(stream, session, done) {
      void buffer(stream).then((bytes) => {
        if (state.temper === "not-now") return done(Object.assign(new Error("4.3.0 try later"), { responseCode: 451 }));
        if (state.temper === "never") return done(Object.assign(new Error("5.7.1 spam"), { responseCode: 554 }));
        const to = session.envelope.rcptTo.map(({ address }) => address);
        state.messages.push({ to, raw: bytes.toString("utf8") });
        if (state.temper === "takes") return done();
        for (const connection of server.connections)
          (connection as unknown as { _socket: { destroy(): void } })._socket.destroy();
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.server.address() as AddressInfo;
  return Object.assign(state, {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise<void>((done) => server.close(() => done())),
  });
}
