import * as v from "valibot";
import { ToolError } from "../../errors/tool-error.ts";
import type { ApiPorts } from "../api-types.ts";
import { callCloudSso } from "./call-cloud-sso.ts";

/** The aliyun CLI's client id: public, like that of every native client. */
export const CLOUD_SSO_CLIENT_ID = "app-vaz16tltdxs96audqf35";

const GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";

/** The polling interval if the answer has none, s (RFC 8628, 3.2). */
const DEFAULT_INTERVAL = 5;

const filled = v.pipe(v.string(), v.nonEmpty());
const seconds = v.pipe(v.number(), v.minValue(1));

const deviceSchema = v.object({
  DeviceCode: filled,
  UserCode: filled,
  VerificationUri: filled,
  VerificationUriComplete: v.nullish(v.string()),
  ExpiresIn: seconds,
  Interval: v.nullish(seconds, DEFAULT_INTERVAL),
});

const tokenSchema = v.object({ AccessToken: filled, ExpiresIn: seconds });

/** A sign-in that waits for a person with a browser. */
export interface DeviceAuthorization {
  readonly deviceCode: string;
  /** The code that the person compares or types. */
  readonly userCode: string;
  /** The page to open. */
  readonly address: string;
  /** Lifetime of the code, ms. */
  readonly lifeMs: number;
  /** Time between two polls, ms. */
  readonly intervalMs: number;
}

/** A CloudSSO access token; `expiration` in ms since the epoch. */
export interface CloudSsoToken {
  readonly accessToken: string;
  readonly expiration: number;
}

/**
 * Starts a sign-in.
 * @param signInUrl as the administrator gave it
 * @throws ToolError `api_error`, `network`, `timeout`, `api_answer_invalid`; also if the browser would be sent to
 *   another host
 */
export async function beginDeviceAuthorization(
  signInUrl: string,
  clientId: string,
  challenge: string,
  ports: ApiPorts,
): Promise<DeviceAuthorization> {
  const body = { PortalUrl: signInUrl, CodeChallenge: challenge, ClientId: clientId, CodeChallengeMethod: "S256" };
  const call = { action: "DeviceAuthorization", path: "/device-authorization", body };
  const answer = await callCloudSso(signInUrl, call, deviceSchema, ports);
  return {
    deviceCode: answer.DeviceCode,
    userCode: answer.UserCode,
    address: checkedAddress(answer.VerificationUriComplete || answer.VerificationUri, signInUrl),
    lifeMs: answer.ExpiresIn * 1000,
    intervalMs: answer.Interval * 1000,
  };
}

/** The user must not type a code into another host's page. */
function checkedAddress(address: string, signInUrl: string): string {
  const url = URL.parse(address);
  if (url?.protocol === "https:" && url.host === new URL(signInUrl).host) return url.href;
  throw new ToolError({
    code: "api_answer_invalid",
    message: `CloudSSO (${new URL(signInUrl).host}) sent a sign-in page on another host`,
    hint: "check the sign-in URL; if it is right, the connection may be intercepted: do not sign in",
  });
}

/** The result of one poll: the token, or how long to wait, ms. */
export type DeviceToken = { readonly token: CloudSsoToken } | { readonly waitMs: number };

/** Polls for the sign-in. @throws ToolError `api_error` if it has expired or was refused */
export async function askForDeviceToken(
  signInUrl: string,
  clientId: string,
  verifier: string,
  { deviceCode, intervalMs }: Pick<DeviceAuthorization, "deviceCode" | "intervalMs">,
  ports: ApiPorts,
): Promise<DeviceToken> {
  const body = { CodeVerifier: verifier, ClientId: clientId, DeviceCode: deviceCode, GrantType: GRANT_TYPE };
  try {
    const answer = await callCloudSso(signInUrl, { action: "DeviceToken", path: "/token", body }, tokenSchema, ports);
    return { token: { accessToken: answer.AccessToken, expiration: ports.now() + answer.ExpiresIn * 1000 } };
  } catch (error) {
    const code = error instanceof ToolError ? String(error.details["api code"]) : "";
    if (/AuthorizationPending/i.test(code)) return { waitMs: intervalMs };
    // RFC 8628, 3.5: five seconds more from now on.
    if (/SlowDown/i.test(code)) return { waitMs: intervalMs + 5000 };
    throw error;
  }
}
