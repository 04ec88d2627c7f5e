import { connect, createServer, type Socket } from "node:net";

/** A door to a PostgreSQL that tests can shut (refused), clog (nothing comes through) and open again. */
export type Gate = {
  url: string;
  shut(): Promise<void>;
  clog(): void;
  open(): Promise<void>;
  end(): Promise<void>;
};

export async function gateTo(url: string): Promise<Gate> {
  const to = new URL(url);
  const sockets = new Set<Socket>();
  let clogged = false;
  const server = createServer((inner) => {
    const outer = connect(Number(to.port), to.hostname);
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(one);
      one.on("data", (data) => clogged || other.write(data));
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        if (!clogged) other.destroy();
      });
    }
  });
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  await listen(0);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const close = () => new Promise<void>((done) => (server.listening ? server.close(() => done()) : done()));
  const gate = new URL(url);
  gate.host = `127.0.0.1:${port}`;
  return {
    url: gate.href,
    async shut() {
      const closed = close();
      cut();
      await closed;
    },
    clog() {
      clogged = true;
    },
    async open() {
      // What hung stays dead, as after a broken network.
      if (clogged) cut();
      clogged = false;
      if (!server.listening) await listen(port);
    },
    async end() {
      const closed = close();
      cut();
      await closed;
    },
  };
}
