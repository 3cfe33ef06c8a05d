import { type Assignment, listAccessConfigurations, listSsoAccounts } from "../alibaba/cloud-sso/access-assignments.ts";
import {
  askForDeviceToken,
  beginDeviceAuthorization,
  CLOUD_SSO_CLIENT_ID,
  type CloudSsoToken,
} from "../alibaba/cloud-sso/device-authorization.ts";
import { readVariable } from "../environment/read-variable.ts";
import { ToolError } from "../errors/tool-error.ts";
import * as VARIABLES from "../environment/variable-names.ts";
import { chooseAssignment } from "./choose-assignment.ts";
import { openBrowser } from "./open-browser.ts";
import { createPkce } from "./pkce.ts";
import type { SignInContext } from "./sign-in-context.ts";

/** Where to sign in, and what is already known. */
export interface CloudSsoRequest {
  readonly signInUrl: string;
  /** Id or name; undefined = ask. */
  readonly account: string | undefined;
  readonly accessConfiguration: string | undefined;
}

/** A CloudSSO user who has signed in. */
export interface CloudSsoSignIn {
  readonly signInUrl: string;
  readonly token: CloudSsoToken;
  readonly account: Assignment;
  readonly accessConfiguration: Assignment;
}

/**
 * Signs a CloudSSO user in with a device code (RFC 8628): the browser, here or on another device, must show the code
 * that is printed here.
 * @throws ToolError
 */
export async function signInToCloudSso(request: CloudSsoRequest, ports: SignInContext): Promise<CloudSsoSignIn> {
  const { signInUrl } = request;
  const token = await authorizeDevice(signInUrl, ports);
  const accounts = await listSsoAccounts(signInUrl, token.accessToken, ports);
  const account = await chooseAssignment(
    { what: "account", flag: "--account-id", wanted: request.account },
    accounts,
    ports,
  );
  const configurations = await listAccessConfigurations(signInUrl, token.accessToken, account.id, ports);
  const accessConfiguration = await chooseAssignment(
    { what: "access configuration", flag: "--access-configuration", wanted: request.accessConfiguration },
    configurations,
    ports,
  );
  return { signInUrl, token, account, accessConfiguration };
}

async function authorizeDevice(signInUrl: string, ports: SignInContext): Promise<CloudSsoToken> {
  const clientId = readVariable(ports.env, VARIABLES.ssoClientId) ?? CLOUD_SSO_CLIENT_ID;
  const { verifier, challenge } = createPkce(ports.randomBytes(32));
  const device = await beginDeviceAuthorization(signInUrl, clientId, challenge, ports);
  ports.say("To sign in, open this page and check that it shows the code:");
  ports.say(`  ${device.address}`);
  ports.say(`  code: ${device.userCode}`);
  await openBrowser(device.address, ports);
  const end = ports.elapsed() + device.lifeMs;
  let { intervalMs } = device;
  try {
    for (;;) {
      await wait(intervalMs, end, ports);
      const answer = await askForDeviceToken(signInUrl, clientId, verifier, { ...device, intervalMs }, ports);
      if ("token" in answer) return answer.token;
      intervalMs = answer.waitMs;
    }
  } finally {
    ports.endWaiting();
  }
}

/** Waits for the next poll, and counts down. @throws ToolError if the code expires or the deadline is reached */
async function wait(ms: number, end: number, ports: SignInContext): Promise<void> {
  const next = ports.elapsed() + ms;
  while (ports.elapsed() < next) {
    const left = Math.min(end - ports.elapsed(), ports.deadline.remaining());
    if (ports.deadline.remaining() === 0) throw ports.deadline.spent("the sign-in");
    if (left <= 0) {
      throw new ToolError({
        code: "credentials_failed",
        message: "the code expired before you signed in",
        hint: "run the command again",
      });
    }
    ports.showWaiting(`waiting for the browser, ${Math.ceil(left / 1000)} s left`);
    await ports.sleep(Math.min(1000, next - ports.elapsed()), ports.deadline.signal);
  }
}
