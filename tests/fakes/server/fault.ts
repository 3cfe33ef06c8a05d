import { jsonReply, type Reply } from "./reply.ts";

/** How an answer is spoilt on its way, after the service made it. */
export type TransportFault =
  /** The request is accepted and never answered. */
  | { readonly kind: "black-hole" }
  /** A TCP reset before anything, within the headers, or within the body. */
  | { readonly kind: "reset"; readonly at: "start" | "headers" | "body" }
  /** `Content-Length` promises more than comes before an orderly close. */
  | { readonly kind: "truncated-body" }
  /** The body comes byte by byte. */
  | { readonly kind: "slow-body"; readonly millisecondsPerByte: number }
  /** Something that is not HTTP. */
  | { readonly kind: "garbage" };

/** How the certificate answer of the CS API is spoilt, while everything around it is in order. */
export type UserConfigFlaw =
  | "no-clusters"
  | "no-users"
  | "no-certificate"
  | "no-key"
  | "mismatching-key"
  | "expired-certificate"
  | "not-yet-valid-certificate"
  | "unknown-authority"
  | "ec-key"
  | "broken-base64"
  | "broken-pem"
  | "broken-yaml"
  | "blank-config"
  | "missing-config"
  | "current-context-second"
  | "unknown-current-context"
  | "unquoted-numbers"
  | "missing-expiration"
  | "blank-expiration"
  | "odd-expiration"
  | "past-expiration";

/** Something that goes wrong with one answer. All parts are optional and add up. */
export interface Fault {
  /** Wait before the first byte. */
  readonly delayMilliseconds?: number;
  /** Sent instead of asking the service, which then never sees the request. */
  readonly reply?: Reply;
  /** Put on the answer, over what is there: `Date`, `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Spaces before the body up to this many bytes: JSON that stays valid, only huge. */
  readonly padBodyToBytes?: number;
  readonly transport?: TransportFault;
  readonly userConfig?: UserConfigFlaw;
}

/** An API error: `gateway` spells its keys `Code`, `Message`, `RequestId`, `product` `code`, `message`, `requestId`. */
export function errorFault(
  status: number,
  code: string,
  message = code,
  spelling: "gateway" | "product" = "gateway",
): Fault {
  const requestId = "REQUEST-OF-A-FAULT";
  return {
    reply: jsonReply(
      status,
      spelling === "gateway"
        ? { Code: code, Message: message, RequestId: requestId }
        : { code, message, requestId, status },
    ),
  };
}

/** A page as a proxy or a load balancer would send. */
export function htmlFault(status: number): Fault {
  const body = `<html><head><title>${status}</title></head><body><center><h1>${status} from a proxy</h1></center></body></html>`;
  return { reply: { status, headers: { "Content-Type": "text/html" }, body } };
}

/**
 * Throttled, as the gateway does it: HTTP 400, 429 or 503, and when there is room again, ms, in a header.
 * @see https://help.aliyun.com/document_detail/149360.htm (the body)
 * @see https://github.com/aliyun/darabonba-openapi-util (the header, in its tests)
 */
export function throttlingFault({
  status = 400,
  timeLeft,
}: { readonly status?: number; readonly timeLeft?: number | undefined } = {}): Fault {
  return {
    ...errorFault(status, "Throttling.User", "Request was denied due to user flow control."),
    ...(timeLeft === undefined
      ? {}
      : { headers: { "x-ratelimit-user": `Limit:50,Remain:0,TimeLeft:${timeLeft},Reset:1` } }),
  };
}

/** Sends the client somewhere else. */
export function redirectFault(location: string, status = 302): Fault {
  return { reply: { status, headers: { Location: location }, body: "" } };
}
