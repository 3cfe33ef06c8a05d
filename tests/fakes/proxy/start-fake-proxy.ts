import { createServer, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { connect as connectTls, TLSSocket } from "node:tls";
import type { ServerCertificate } from "../pki/server-certificate.ts";

/** What a proxy may do instead of passing everything on. */
export interface FakeProxyOptions {
  /** Answers every CONNECT with this status. */
  readonly refuseWith?: number;
  /** Opens the TLS inside the tunnels with this certificate, as companies do, and passes on what it reads. */
  readonly interceptWith?: ServerCertificate;
}

/** What a client asked the proxy for. */
export interface ProxyRequest {
  readonly method: string;
  /** `host:port` of a CONNECT, else the whole URL. */
  readonly target: string;
  /** `Proxy-Authorization`. */
  readonly authorization: string | undefined;
}

/** A running HTTP proxy. */
export interface FakeProxy extends AsyncDisposable {
  /** `127.0.0.1:<port>`. */
  readonly host: string;
  readonly requests: readonly ProxyRequest[];
  /** What clients said inside intercepted tunnels, as text. */
  readonly overheard: () => string;
}

/** Starts one on a free port of the loopback interface. */
export async function startFakeProxy(options: FakeProxyOptions = {}): Promise<FakeProxy> {
  const requests: ProxyRequest[] = [];
  const overheard: Buffer[] = [];
  const sockets = new Set<Socket>();
  const keep = <S extends Socket>(socket: S): S => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    return socket;
  };
  const record = ({ method = "", url = "", headers }: IncomingMessage): void => {
    requests.push({ method, target: url, authorization: headers["proxy-authorization"] });
  };

  const server = createServer((request, response) => {
    // No test needs a request in the clear to arrive; it is enough to know that somebody sent one.
    record(request);
    response.writeHead(502).end();
  });
  server.on("connection", keep);
  server.on("connect", (request: IncomingMessage, client: Socket) => {
    record(request);
    if (options.refuseWith !== undefined) {
      client.end(`HTTP/1.1 ${options.refuseWith} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    const [host = "", port] = (request.url ?? "").split(":");
    const certificate = options.interceptWith;
    if (certificate === undefined) {
      join(client, keep(connect(Number(port), host)));
      return;
    }
    const inside = keep(
      new TLSSocket(client, { isServer: true, cert: certificate.certificatePem, key: certificate.privateKeyPem }),
    );
    inside.on("data", (data: Buffer) => overheard.push(data));
    join(inside, keep(connectTls({ host, port: Number(port), rejectUnauthorized: false })));
  });

  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    host: `127.0.0.1:${port}`,
    requests,
    overheard: () => Buffer.concat(overheard).toString("latin1"),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function join(client: Socket, upstream: Socket): void {
  client.pipe(upstream).pipe(client);
  client.on("close", () => upstream.destroy());
  upstream.on("close", () => client.destroy());
}
