import { connect, createServer, type Server, type Socket } from "node:net";

/** Something far away: a relay on loopback to a service, and how to end it. */
export interface Distant extends AsyncDisposable {
  /** `127.0.0.1:<port>`. */
  readonly host: string;
}

/**
 * Puts a distance between a client and a service: every byte takes so long in each direction, and so does the handshake of
 * TCP, which loopback has done before anybody can delay it: what a client sends first waits for a round trip more.
 * @param target `host:port`
 * @param oneWayMs time in each direction, ms
 */
export async function startDistant(target: string, oneWayMs: number): Promise<Distant> {
  const [host = "", port] = target.split(":");
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
  };
  const server: Server = createServer((client) => {
    const connectedAt = performance.now() + 2 * oneWayMs;
    const service = keep(connect(Number(port), host));
    passOn(keep(client), service, () => Math.max(0, connectedAt - performance.now()) + oneWayMs);
    passOn(service, client, () => oneWayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the relay has no port");
  return {
    host: `127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function passOn(from: Socket, to: Socket, delayMs: () => number): void {
  from.on("data", (bytes) => setTimeout(() => to.write(bytes), delayMs()));
  from.on("end", () => setTimeout(() => to.end(), delayMs()));
}
