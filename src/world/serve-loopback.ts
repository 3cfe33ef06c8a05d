import { errnoOf } from "./errno.ts";
import type { LoopbackAnswer, LoopbackListener, LoopbackRequest } from "./world.ts";

/** Lets the page load and run nothing. */
const HEADERS = {
  "content-type": "text/plain; charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'",
  connection: "close",
};

/** Listens on the first free one of these ports of 127.0.0.1; undefined if there is none. */
export async function serveLoopback(
  ports: readonly number[],
  answer: (request: LoopbackRequest) => LoopbackAnswer,
): Promise<LoopbackListener | undefined> {
  for (const port of ports) {
    try {
      const server = Bun.serve({
        hostname: "127.0.0.1",
        port,
        fetch: ({ method, url, headers }) => {
          const { status, text } = answer({ method, url, host: headers.get("host") ?? "", port });
          return new Response(`${text}\n`, { status, headers: HEADERS });
        },
      });
      return { port, stop: async () => await server.stop() };
    } catch (error) {
      if (errnoOf(error) !== "EADDRINUSE") throw error;
    }
  }
  return undefined;
}
