import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { TransportFault } from "./fault.ts";
import type { Reply } from "./reply.ts";

/** Sends an answer, whole or spoilt. Resolves when everything that will be sent was handed over. */
export async function sendReply(
  response: ServerResponse,
  socket: Socket,
  reply: Reply,
  fault: TransportFault | undefined,
): Promise<void> {
  const body = Buffer.from(reply.body);
  switch (fault?.kind) {
    case undefined:
      writeHead(response, reply, body.length);
      response.end(body);
      return;
    case "black-hole":
      return;
    case "garbage":
      socket.end("\u0016\u0003 this is not HTTP\r\n\r\n");
      return;
    case "truncated-body":
      writeHead(response, reply, body.length + 1000);
      await write(response, body.subarray(0, Math.ceil(body.length / 2)));
      socket.end();
      return;
    case "slow-body":
      writeHead(response, reply, body.length);
      for (const byte of body) {
        if (socket.destroyed) return;
        await write(response, Uint8Array.of(byte));
        await Bun.sleep(fault.millisecondsPerByte);
      }
      response.end();
      return;
    case "reset":
      if (fault.at === "headers") await write(socket, `HTTP/1.1 ${reply.status} OK\r\nContent-Ty`);
      if (fault.at === "body") {
        writeHead(response, reply, body.length);
        await write(response, body.subarray(0, Math.ceil(body.length / 2)));
      }
      // A reset throws away what the client has not read yet: let it have the first half.
      if (fault.at !== "start") await Bun.sleep(10);
      socket.resetAndDestroy();
      return;
  }
}

function writeHead(response: ServerResponse, reply: Reply, contentLength: number): void {
  const length = reply.status === 204 ? {} : { "Content-Length": String(contentLength) };
  response.writeHead(reply.status, { ...length, ...reply.headers });
}

/** Resolves when the data was handed over; never, when the client went away before. */
function write(target: ServerResponse | Socket, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    target.write(data, () => resolve());
  });
}
