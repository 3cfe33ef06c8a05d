import type { OAuthTokens } from "../alibaba/oauth/call-token-endpoint.ts";
import { redeemAuthorizationCode } from "../alibaba/oauth/redeem-authorization-code.ts";
import { OAUTH_SITES, type OAuthSite } from "../alibaba/oauth/oauth-sites.ts";
import { ToolError } from "../errors/tool-error.ts";
import type { LoopbackAnswer } from "../world/world.ts";
import { parseOAuthCallback } from "./parse-oauth-callback.ts";
import { openBrowser } from "./open-browser.ts";
import { createPkce } from "./pkce.ts";
import type { SignInContext } from "./sign-in-context.ts";

/** The ports of the redirect URIs that are registered for the aliyun CLI. */
const PORTS = [12_345, 12_346, 12_347, 12_348, 12_349] as const;

const PATH = "/cli/callback";

/** Where to sign in. */
export interface OAuthRequest {
  readonly site: OAuthSite;
  /** Base URL of the token endpoint. */
  readonly endpoint: string;
  /** Base URL of the page for the browser. */
  readonly signInPage: string;
}

/**
 * Signs a RAM user in with a browser. The authorization code (with PKCE) arrives at a loopback listener (RFC 8252), or
 * the user pastes the address that contains it.
 * @throws ToolError
 */
export async function signInWithOAuth(request: OAuthRequest, ports: SignInContext): Promise<OAuthTokens> {
  const { clientId } = OAUTH_SITES[request.site];
  const { verifier, challenge } = createPkce(ports.randomBytes(32));
  const state = Buffer.from(ports.randomBytes(16)).toString("base64url");
  const received = Promise.withResolvers<string>();
  // It may reject before the race below awaits it; the race reports that.
  received.promise.catch(() => undefined);
  // Ends the prompt and the countdown once a code has arrived.
  const waiting = new AbortController();
  const signal = AbortSignal.any([waiting.signal, ports.deadline.signal]);
  const listener = ports.mayOpenBrowser ? await listen(state, received, ports) : undefined;
  if (listener === undefined && ports.ask === undefined) {
    throw new ToolError({
      code: "credentials_failed",
      message: `cannot listen for the browser's answer: the ports ${PORTS[0]} to ${PORTS.at(-1)} of 127.0.0.1 are all taken`,
      hint: "run the command again with --no-browser, and paste the address that the browser ends at",
    });
  }
  const redirectUri = `http://127.0.0.1:${listener?.port ?? PORTS[0]}${PATH}`;
  try {
    const address = new URL("/oauth2/v1/auth", request.signInPage);
    address.search = new URLSearchParams({
      response_type: "code",
      client_id: clientId,
      redirect_uri: redirectUri,
      state,
      code_challenge: challenge,
      code_challenge_method: "S256",
    }).toString();
    ports.say("To sign in, open this page:");
    ports.say(`  ${address.href}`);
    ports.say(`  (if the page denies you access: ${applicationHint(request.site)})`);
    const isOpen = listener !== undefined && (await openBrowser(address.href, ports));
    const question = `${isOpen ? "or " : ""}paste the address that the browser ends at (${redirectUri}?…): `;
    const code = await Promise.race([
      received.promise,
      pastedCode(question, { redirectUri, state }, signal, ports),
      timeIsUp(request.site, signal, ports),
    ]);
    return await redeemAuthorizationCode(request.endpoint, clientId, { code, redirectUri, verifier }, ports);
  } finally {
    waiting.abort();
    ports.endWaiting();
    await listener?.stop();
  }
}

/** Listens on the first free one of the registered ports; undefined if all are taken. */
async function listen(
  state: string,
  received: PromiseWithResolvers<string>,
  { serveLoopback }: SignInContext,
): ReturnType<SignInContext["serveLoopback"]> {
  let isTaken = false;
  return await serveLoopback(PORTS, ({ method, url, host, port }): LoopbackAnswer => {
    const redirectUri = `http://127.0.0.1:${port}${PATH}`;
    // A website whose own name resolves to 127.0.0.1 (DNS rebinding) would send another host.
    if (method !== "GET" || host !== `127.0.0.1:${port}` || !url.startsWith(redirectUri))
      return { status: 404, text: "Not found." };
    if (isTaken) return { status: 409, text: "This sign-in has already been answered." };
    const callback = parseOAuthCallback(url, redirectUri, state);
    if ("problem" in callback) return { status: 400, text: "This is not the answer to the current sign-in." };
    isTaken = true;
    if ("denied" in callback) {
      received.reject(denied(callback.denied));
      return { status: 200, text: "The sign-in was refused. You can close this page." };
    }
    received.resolve(callback.code);
    return { status: 200, text: "You are signed in. You can close this page." };
  });
}

/** The code from an address that the user pastes; never resolves if nobody can be asked. */
async function pastedCode(
  question: string,
  { redirectUri, state }: { readonly redirectUri: string; readonly state: string },
  signal: AbortSignal,
  { ask, say }: SignInContext,
): Promise<string> {
  for (;;) {
    const answer = await ask?.(question, signal);
    // Nobody can be asked, or standard input has ended; the browser may still send the code.
    if (answer === undefined) return await new Promise<never>(() => undefined);
    const callback = parseOAuthCallback(answer, redirectUri, state);
    if ("code" in callback) return callback.code;
    if ("denied" in callback) throw denied(callback.denied);
    say(`that is not the address: ${callback.problem}`);
  }
}

async function timeIsUp(site: OAuthSite, signal: AbortSignal, ports: SignInContext): Promise<never> {
  while (!signal.aborted) {
    // Otherwise the prompt is on this line.
    if (ports.ask === undefined)
      ports.showWaiting(`waiting for the browser, ${Math.ceil(ports.deadline.remaining() / 1000)} s left`);
    await ports.sleep(Math.min(1000, ports.deadline.remaining()), signal);
  }
  throw new ToolError({
    code: "timeout",
    message: `the sign-in was not finished in time (${ports.deadline.limit})`,
    hint: `if the page denies you access: ${applicationHint(site)}`,
  });
}

function applicationHint(site: OAuthSite): string {
  const { ramConsole, clientId } = OAUTH_SITES[site];
  return `the application official-cli must be installed in the account and assigned to you: ${ramConsole}/applications/${clientId}?appType=ThirdPartyApp&activeTab=Assignments`;
}

function denied(error: string): ToolError {
  return new ToolError({
    code: "credentials_failed",
    message: `the sign-in was refused (${error})`,
    hint: "run the command again, and allow the access",
  });
}
