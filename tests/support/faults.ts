import type { ServerCertificateFlaw } from "../fakes/pki/server-certificate.ts";
import { errorFault, type Fault, htmlFault, redirectFault, throttlingFault } from "../fakes/server/fault.ts";
import type { Refusal } from "./expect-refusal.ts";

/** Something that stands between the plugin and a certificate, for as long as it is there. */
export interface StandingFault extends Refusal {
  readonly name: string;
  /** What the API does to every request. */
  readonly fault?: Fault;
  /** Where the plugin looks for the API instead. */
  readonly endpoint?: "nobody" | "somebody silent" | "no such name";
  readonly serverCertificate?: ServerCertificateFlaw;
  /** The fault is that nothing happens: the test ends by `--timeout`. */
  readonly hangs?: boolean | undefined;
  /** How often the plugin tries. */
  readonly tries: number;
  /** The API itself answers, which is remembered for other calls. */
  readonly isAnswer?: boolean;
}

const hung = {
  hangs: true,
  tries: 3,
  error: /no answer from \S+ in time \(--timeout \d+s\)/,
  hint: "--timeout",
} as const;
const broken = { tries: 3, error: "broke", hint: "check the network" };

/** Faults that stay, each with what the user is told. */
export const FAULTS: readonly StandingFault[] = [
  { name: "connections are reset at once", fault: { transport: { kind: "reset", at: "start" } }, ...broken },
  { name: "answers are reset in the headers", fault: { transport: { kind: "reset", at: "headers" } }, ...broken },
  { name: "answers are reset in the body", fault: { transport: { kind: "reset", at: "body" } }, ...broken },
  { name: "answers are cut off", fault: { transport: { kind: "truncated-body" } }, ...broken },
  { name: "answers are not HTTP", fault: { transport: { kind: "garbage" } }, ...broken },
  { name: "requests are never answered", fault: { transport: { kind: "black-hole" } }, ...hung },
  { name: "nobody speaks at the other end", endpoint: "somebody silent", ...hung },
  { name: "answers come byte by byte", fault: { transport: { kind: "slow-body", millisecondsPerByte: 20 } }, ...hung },
  {
    name: "the API throttles",
    fault: throttlingFault(),
    hangs: true,
    isAnswer: true,
    tries: 1,
    error: /Throttling/,
    hint: /too many calls/,
  },
  {
    name: "the API throttles for longer than there is time",
    fault: throttlingFault({ timeLeft: 3_600_000 }),
    isAnswer: true,
    tries: 1,
    error: /Throttling/,
    hint: /./,
  },
  {
    name: "the API fails with 500",
    fault: errorFault(500, "InternalError"),
    isAnswer: true,
    tries: 3,
    error: /InternalError/,
  },
  {
    name: "the API fails with 503",
    fault: errorFault(503, "ServiceUnavailable"),
    isAnswer: true,
    tries: 3,
    error: /ServiceUnavail/,
  },
  { name: "a proxy answers 502 in HTML", fault: htmlFault(502), tries: 3, error: "HTTP 502" },
  {
    name: "the API says no",
    fault: errorFault(403, "Forbidden.RAM"),
    isAnswer: true,
    tries: 1,
    error: /Forbidden/,
    hint: /./,
  },
  { name: "the API sends people elsewhere", fault: redirectFault("https://127.0.0.1:1/"), tries: 1, error: "redirect" },
  { name: "answers are far too large", fault: { padBodyToBytes: 2_000_000 }, tries: 1, error: "more than 1024 kB" },
  {
    name: "the API sends an expired certificate",
    fault: { userConfig: "expired-certificate" },
    tries: 1,
    error: "expired on",
    hint: "clock",
  },
  {
    name: "the API sends the wrong key",
    fault: { userConfig: "mismatching-key" },
    tries: 1,
    error: "do not belong together",
  },
  { name: "the API sends an empty kubeconfig", fault: { userConfig: "blank-config" }, tries: 1, error: /./ },
  {
    name: "the TLS certificate has expired",
    serverCertificate: "expired",
    tries: 1,
    error: "CERT_HAS_EXPIRED",
    hint: "clock",
  },
  {
    name: "the TLS certificate is another host's",
    serverCertificate: "wrong-host",
    tries: 1,
    error: "ALTNAME",
    hint: "another host name",
  },
  {
    name: "nobody knows who signed the TLS certificate",
    serverCertificate: "unknown-authority",
    tries: 1,
    error: "UNABLE_TO_",
    hint: "NODE_EXTRA_CA_CERTS",
  },
  {
    name: "the host name does not exist",
    endpoint: "no such name",
    tries: 3,
    error: "could not be found (DNS)",
    hint: "--region-id",
  },
  { name: "the port is closed", endpoint: "nobody", tries: 3, error: "was refused", hint: "check the network" },
];

/** Where the plugin finds the API, or what is there in its place. */
export function hostOf({ endpoint }: Pick<StandingFault, "endpoint">, api: string, silent: string): string {
  const hosts = { nobody: "127.0.0.1:1", "somebody silent": silent, "no such name": "nosuch.invalid" };
  return endpoint === undefined ? api : hosts[endpoint];
}

/** Faults that hit one answer only. */
export const PASSING_FAULTS: readonly {
  readonly name: string;
  readonly fault: Fault;
  readonly hangs?: boolean | undefined;
}[] = [
  { name: "a reset at the start", fault: { transport: { kind: "reset", at: "start" } } },
  { name: "a reset in the headers", fault: { transport: { kind: "reset", at: "headers" } } },
  { name: "a reset in the body", fault: { transport: { kind: "reset", at: "body" } } },
  { name: "an answer that is cut off", fault: { transport: { kind: "truncated-body" } } },
  { name: "a request that is never answered", fault: { transport: { kind: "black-hole" } }, hangs: true },
  { name: "throttling", fault: throttlingFault({ timeLeft: 100 }) },
  { name: "a 503", fault: errorFault(503, "ServiceUnavailable") },
];
