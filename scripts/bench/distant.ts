import { connect, createServer, type Server, type Socket } from "node:net";

/** A relay on loopback that simulates a distance to a service. */
export interface Distant extends AsyncDisposable {
  /** `127.0.0.1:<port>`. */
  readonly host: string;
}

/**
 * Puts a distance between a client and a service: every byte is delayed in each direction, and so is TCP's handshake.
 * Loopback completes that at once, so the client's first bytes wait one more round trip.
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
