import type { HttpResponse } from "../../src/http/http-client.ts";

/** A complete answer of the fake host. */
export function httpResponse(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return { status, body, headers: new Headers(headers), host: "cs.fake.example" };
}
