import { proxyVariable } from "./proxy-variable.ts";
import { findVariable } from "../environment/read-variable.ts";
import * as VARIABLES from "../environment/variable-names.ts";
import { ToolError } from "../errors/tool-error.ts";
import { errnoOf } from "../world/errno.ts";
import type { Env } from "../world/world.ts";
import { utcTime } from "../log/log.ts";

/** Certificate errors by their OpenSSL-style code, as Bun's fetch reports them. */
const TLS_CODES = /^(?:UNABLE_TO_|CERT_|ERR_TLS_|SELF_SIGNED_|DEPTH_ZERO_|ERR_SSL_|INVALID_CA|HOSTNAME_MISMATCH)/;

/**
 * Explains a failed `fetch`: which host, variable or file to check. Only the error's code is used: its message and
 * properties can contain the URL, and with it a signature.
 * @param now this machine's clock, ms since the epoch
 * @param address the service, and what sets its address: `STS: --sts-endpoint`
 */
export function describeNetworkError(
  error: unknown,
  host: string,
  env: Env,
  now: number,
  address = "this host: --region-id, an endpoint flag, --sign-in-url or the profile",
): ToolError {
  const code = errnoOf(error) ?? "unknown";
  if (TLS_CODES.test(code)) return tlsError(code, host, env, now);
  const proxy = proxyVariable(env, host);
  if (code === "UnexpectedRedirect") {
    return networkError(
      code,
      `${host} answered with a redirect, which this API never does`,
      "check the endpoint, and whether a proxy or a captive portal is on the way",
    );
  }
  if (code === "ERR_PROXY_TUNNEL" || code === "UnsupportedProxyProtocol") {
    const what = code === "ERR_PROXY_TUNNEL" ? "refused the connection" : "uses an unsupported protocol";
    return networkError(
      code,
      `the proxy in ${proxy ?? "the proxy variable"} ${what} (to ${host})`,
      `check ${proxy ?? "HTTPS_PROXY"}, or add ${host} to NO_PROXY`,
    );
  }
  const viaProxy =
    proxy === undefined
      ? ""
      : `; connections go through the proxy in ${proxy}: check that too, or add ${host} to NO_PROXY`;
  const where = `check the network, and what sets the address of ${address}${viaProxy}`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return networkError(code, `the host ${host} could not be found (DNS)`, where);
  if (code === "ECONNREFUSED") return networkError(code, `the connection to ${host} was refused`, where);
  return networkError(code, `the connection to ${host} broke (${code})`, `check the network and try again${viaProxy}`);
}

/**
 * A host did not answer.
 * @param when in words: `in time (--timeout 5s)`, `within 2 s`
 */
export function noAnswer(host: string, when: string, env: Env): ToolError {
  const proxy = proxyVariable(env, host);
  return new ToolError({
    code: "timeout",
    message: `no answer from ${host} ${when}`,
    hint: `check the network${proxy === undefined ? "" : ` and the proxy in ${proxy}`}, or allow more time with --timeout`,
  });
}

const HAS_WRONG_DATES = {
  CERT_HAS_EXPIRED: "the certificate of the server, or of a TLS-intercepting proxy on the way to it, has expired",
  CERT_NOT_YET_VALID:
    "the certificate of the server, or of a TLS-intercepting proxy on the way to it, is not valid yet",
} as const;

function tlsError(code: string, host: string, env: Env, now: number): ToolError {
  const variable = findVariable(env, VARIABLES.extraCaCertificates)?.name;
  const hint =
    code === "ERR_TLS_CERT_ALTNAME_INVALID"
      ? "the server's certificate is for another host name: check the endpoint"
      : code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID"
        ? `check the clock of this machine, which says ${utcTime(now)}; if it is right, ${HAS_WRONG_DATES[code]}`
        : `behind a TLS-intercepting proxy, set NODE_EXTRA_CA_CERTS to a PEM file with its CA${variable === undefined ? "" : ` (${variable} is set: check that file)`}, or NODE_USE_SYSTEM_CA=1 to trust the system's CAs`;
  return new ToolError({
    code: "tls",
    message: `the TLS certificate of ${host} was refused (${code})`,
    hint,
    details: { network: code },
  });
}

function networkError(code: string, message: string, hint: string): ToolError {
  return new ToolError({ code: "network", message, hint, details: { network: code } });
}
