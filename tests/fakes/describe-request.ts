import type { RecordedRequest } from "./server/request-log.ts";

/** A request on one line, without anything secret: no query, no header, no body. */
export function describeRequest(request: RecordedRequest): string {
  const { time, service, action, method, path, status, code, faulty, connection } = request;
  return [
    new Date(time).toISOString().slice(11, 23),
    service.padEnd(15),
    `#${connection}`.padEnd(4),
    // The API server's action is method and path already.
    service === "api-server" ? action : `${action}  ${method} ${path}`,
    "→",
    status ?? "no answer",
    ...(code === undefined ? [] : [code]),
    ...(faulty ? ["(planned fault)"] : []),
  ].join(" ");
}
