import { createServer, type Socket } from "node:net";

/** A port where somebody accepts and then says nothing, not even to a TLS handshake. */
export interface SilentListener {
  /** `127.0.0.1:<port>`. */
  readonly host: string;
  /** How many connections were accepted so far. */
  readonly connections: () => number;
  readonly stop: () => Promise<void>;
}

/** Starts one on a free port. For a request that reaches the server and then hangs, see the fault `black-hole`. */
export async function startSilentListener(): Promise<SilentListener> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    sockets.push(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    host: `127.0.0.1:${port}`,
    connections: () => sockets.length,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
