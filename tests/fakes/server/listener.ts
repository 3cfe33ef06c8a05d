import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { type FakeRequest, readFakeRequest } from "./fake-request.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { peerCertificateOf } from "./peer-certificate.ts";
import type { Reply } from "./reply.ts";
import type { RecordedRequest, RequestLog } from "./request-log.ts";
import { sendReply } from "./send-reply.ts";
import type { Service } from "./service.ts";

/** What a listener needs. */
export interface ListenerOptions {
  readonly service: Service;
  /** TLS when given, else plain HTTP. */
  readonly tls?: TlsOptions;
  readonly faults: FaultPlan;
  readonly log: RequestLog;
  /** The clock of the `Date` header, milliseconds since 1970. */
  readonly now: () => number;
  /** Called when a request was dealt with. */
  readonly onRequest?: (request: RecordedRequest) => void;
}

/** A service on a port of the loopback interface. */
export interface Listener {
  readonly port: number;
  /** `127.0.0.1:<port>`. */
  readonly host: string;
  /** `https://127.0.0.1:<port>` or `http://…`. */
  readonly url: string;
  /** Closes the port and every open connection at once. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a service on a free port.
 *
 * The TCP or TLS server accepts and hands its sockets to an HTTP server that itself listens nowhere: in
 * Bun 1.4.4 only a socket of `node:tls` knows `getPeerCertificate()` and `resetAndDestroy()`, the
 * one behind a request to `node:https` knows neither.
 */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const { service, log } = options;
  const sockets = new Set<Socket>();
  const connectionNumbers = new WeakMap<Socket, number>();
  let lastConnection = 0;

  const http = createHttpServer((message, response) => {
    const { socket } = message;
    const connection = connectionNumbers.get(socket) ?? 0;
    // A client that goes away in the middle is no concern of ours.
    serve(options, message, response, connection).catch(() => socket.destroy());
  });
  const serveConnection = (socket: Socket) => {
    socket.on("error", () => socket.destroy());
    connectionNumbers.set(socket, ++lastConnection);
    http.emit("connection", socket);
  };
  const server: Server =
    options.tls === undefined
      ? createTcpServer(serveConnection)
      : createTlsServer(options.tls, (socket) => {
          log.addHandshake(service.name);
          serveConnection(socket);
        });
  server.prependListener("connection", (socket: Socket) => {
    log.addConnection(service.name);
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const host = `127.0.0.1:${port}`;
  return {
    port,
    host,
    url: `${options.tls === undefined ? "http" : "https"}://${host}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function serve(
  options: ListenerOptions,
  message: IncomingMessage,
  response: ServerResponse,
  connection: number,
): Promise<void> {
  const { socket } = message;
  const peer = peerCertificateOf(socket);
  const request = await readFakeRequest(message, {
    connection,
    remotePort: socket.remotePort ?? 0,
    ...(peer === undefined ? {} : { peer }),
  });
  const action = options.service.actionOf(request);
  const fault = options.faults.take(options.service.name, action);
  const recorded: RecordedRequest = {
    ...request,
    time: Date.now(),
    service: options.service.name,
    action,
    faulty: fault !== undefined,
  };
  options.log.add(recorded);

  if (fault?.delayMilliseconds !== undefined) await Bun.sleep(fault.delayMilliseconds);
  const reply = fault?.reply ?? (await answerOrConfess(options.service, request, fault?.userConfig));
  const silent =
    fault?.transport?.kind === "black-hole" || (fault?.transport?.kind === "reset" && fault.transport.at === "start");
  if (!silent) {
    recorded.status = reply.status;
    const code = errorCodeOf(reply);
    if (code !== undefined) recorded.code = code;
  }
  options.onRequest?.(recorded);
  await sendReply(
    response,
    socket,
    {
      status: reply.status,
      headers: {
        Date: new Date(options.now()).toUTCString(),
        ...reply.headers,
        ...fault?.headers,
      },
      body: reply.body.padStart(fault?.padBodyToBytes ?? 0, " "),
    },
    fault?.transport,
  );
}

/** A bug in the fake must look like one, not like a cloud that is having a bad day. */
async function answerOrConfess(
  service: Service,
  request: FakeRequest,
  flaw: Parameters<Service["answer"]>[1],
): Promise<Reply> {
  try {
    return await service.answer(request, flaw);
  } catch (error) {
    console.error(`the fake ${service.name} failed:`, error);
    return { status: 599, body: "a bug in the fake cloud" };
  }
}

function errorCodeOf(reply: Reply): string | undefined {
  return reply.status < 400 ? undefined : /"[Cc]ode":"([^"]+)"/.exec(reply.body)?.[1];
}
