import type { HttpResponse } from "../http/http-client.ts";

/** Smaller differences do no harm: certificates and signatures tolerate them. */
const TOLERATED_MS = 5 * 60_000;

/** Whether a difference between two clocks (ms) is worth mentioning. */
export function isSkewed(skewMs: number): boolean {
  return Math.abs(skewMs) > TOLERATED_MS;
}

/** `61 min ahead of the server's`, from this machine's clock minus the server's (ms). */
export function describeSkew(skewMs: number): string {
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  const amount = minutes < 180 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
  return `${amount} ${skewMs > 0 ? "ahead of" : "behind"} the server's`;
}

/** How far this machine's clock is ahead of the server's, ms (negative: behind); 0 when the answer has no usable `Date`. */
export function clockSkew(answer: Pick<HttpResponse, "headers">, localTime: number): number {
  const date = Date.parse(answer.headers.get("date") ?? "");
  return Number.isNaN(date) ? 0 : localTime - date;
}
