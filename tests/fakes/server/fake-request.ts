import type { IncomingMessage } from "node:http";

/** The client certificate that came with a connection, already checked against the cluster's authority. */
export interface PeerCertificate {
  readonly commonName: string;
  readonly organizations: readonly string[];
  /** Upper-case hex. */
  readonly serialNumber: string;
}

/** One HTTP request as a service sees it. */
export interface FakeRequest {
  readonly method: string;
  /** Exactly the encoded path that was sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case, repeated headers joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Counts the TCP connections of this listener from 1: two requests with one number shared a TLS session. */
  readonly connection: number;
  readonly remotePort: number;
  /** Present when a certificate of the right authority was shown. */
  readonly peer?: PeerCertificate;
}

/** The parts of a request that a signature covers, for tests and tokens that never were on a wire. */
export type SignedRequest = Pick<FakeRequest, "method" | "path" | "query" | "headers" | "body">;

/** Reads a whole request. Rejects when the client goes away before its end. */
export async function readFakeRequest(
  message: IncomingMessage,
  connection: Pick<FakeRequest, "connection" | "remotePort" | "peer">,
): Promise<FakeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  const [path = "/", ...query] = (message.url ?? "/").split("?");
  return {
    ...connection,
    method: message.method ?? "GET",
    path,
    query: new URLSearchParams(query.join("?")),
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, [value].flat().join(", ")]),
    ),
    body: Buffer.concat(chunks).toString("utf8"),
  };
}
