import { createHash } from "node:crypto";
import type { FakeRequest } from "../server/fake-request.ts";
import { jsonReply, type Reply } from "../server/reply.ts";
import type { Service } from "../server/service.ts";
import { isoSeconds, roleIdentity } from "./assume-role.ts";
import type { CloudState } from "./cloud-state.ts";
import type { Role } from "./model.ts";

/** What a sign-in by OAuth leaves in the profile. */
export interface OAuthLogin {
  readonly accessToken: string;
  /** Good for one refresh, which gives a new one. */
  readonly refreshToken: string;
  /** When the access token ends, milliseconds since 1970. */
  readonly accessTokenExpiresAt: number;
}

/** The OAuth site, and a way to sign in without a browser. */
export interface OAuthSite {
  readonly service: Service;
  readonly signIn: (role: Role, accessTokenSeconds: number) => OAuthLogin;
  /** Who is signed in to the browser; undefined: the application is not assigned to that person. */
  readonly browser: { person: Role | undefined };
}

/** The aliyun CLI, as the Chinese and the international site know it. */
const clientIds: ReadonlySet<string> = new Set(["4038181954557748008", "4103531455503354461"]);
const accessTokenSeconds = 3600;

/** `POST /v1/token` refreshes and rotates the tokens, `POST /v1/exchange` turns an access token into a session. */
export function createOAuthSite(state: CloudState): OAuthSite {
  const accessTokens = new Map<string, { role: Role; expiresAt: number }>();
  const refreshTokens = new Map<string, Role>();

  const signIn = (role: Role, seconds: number): OAuthLogin => {
    const login: OAuthLogin = {
      accessToken: state.newSecret("fake-oauth-access-"),
      refreshToken: state.newSecret("fake-oauth-refresh-"),
      accessTokenExpiresAt: state.now() + seconds * 1000,
    };
    accessTokens.set(login.accessToken, { role, expiresAt: login.accessTokenExpiresAt });
    refreshTokens.set(login.refreshToken, role);
    return login;
  };

  const browser: OAuthSite["browser"] = { person: undefined };
  const codes = new Map<string, { role: Role; challenge: string; redirectUri: string }>();

  /** The page that a person's browser opens; here it agrees at once. */
  const authorize = ({ query }: FakeRequest): Reply => {
    const redirectUri = query.get("redirect_uri") ?? "";
    const isRegistered = /^http:\/\/127\.0\.0\.1:1234[5-9]\/cli\/callback$/.test(redirectUri);
    const isWhole = query.get("response_type") === "code" && query.get("code_challenge_method") === "S256";
    if (!isRegistered || !isWhole || !clientIds.has(query.get("client_id") ?? ""))
      return oauthError(400, "invalid_request");
    // The real page shows an error, and sends the browser nowhere.
    if (browser.person === undefined) return oauthError(403, "access_denied");
    const code = state.newSecret("fake-oauth-code-");
    codes.set(code, { role: browser.person, challenge: query.get("code_challenge") ?? "", redirectUri });
    const back = new URL(redirectUri);
    back.search = new URLSearchParams({ code, state: query.get("state") ?? "" }).toString();
    return { status: 302, headers: { Location: back.href }, body: "" };
  };

  const redeem = (form: URLSearchParams): Reply => {
    const grant = codes.get(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (grant === undefined || grant.challenge !== challenge || grant.redirectUri !== form.get("redirect_uri")) {
      return oauthError(400, "invalid_grant");
    }
    codes.delete(form.get("code") ?? "");
    return tokensReply(signIn(grant.role, accessTokenSeconds));
  };

  const refresh = ({ body }: FakeRequest): Reply => {
    const form = new URLSearchParams(body);
    if (!clientIds.has(form.get("client_id") ?? "")) return oauthError(401, "invalid_client");
    if (form.get("grant_type") === "authorization_code") return redeem(form);
    if (form.get("grant_type") !== "refresh_token") return oauthError(400, "unsupported_grant_type");
    const old = form.get("refresh_token") ?? "";
    const role = refreshTokens.get(old);
    if (role === undefined) return oauthError(400, "invalid_grant");
    refreshTokens.delete(old);
    return tokensReply(signIn(role, accessTokenSeconds));
  };

  const exchange = ({ headers }: FakeRequest): Reply => {
    const token = /^Bearer (.+)$/.exec(headers["authorization"] ?? "")?.[1] ?? "";
    const grant = accessTokens.get(token);
    if (grant === undefined || grant.expiresAt <= state.now()) {
      return oauthError(401, "invalid_token");
    }
    const session = state.openSession(roleIdentity(grant.role, "oauth"), 3600);
    return jsonReply(200, {
      requestId: "REQUEST-OF-AN-EXCHANGE",
      accessKeyId: session.accessKeyId,
      accessKeySecret: session.accessKeySecret,
      securityToken: session.securityToken,
      expiration: isoSeconds(session.expiresAt),
    });
  };

  return {
    signIn,
    browser,
    service: {
      name: "oauth",
      actionOf: ({ path }) => (path === "/v1/token" ? "Token" : path === "/v1/exchange" ? "Exchange" : "Page"),
      answer: (request) => {
        if (request.method === "GET" && request.path === "/oauth2/v1/auth") return authorize(request);
        if (request.method !== "POST") return oauthError(405, "method_not_allowed");
        if (request.path === "/v1/token") return refresh(request);
        return request.path === "/v1/exchange" ? exchange(request) : oauthError(404, "not_found");
      },
    },
  };
}

function tokensReply({ accessToken, refreshToken }: OAuthLogin): Reply {
  const tokens = { access_token: accessToken, refresh_token: refreshToken, token_type: "Bearer" };
  return jsonReply(200, { ...tokens, expires_in: accessTokenSeconds });
}

function oauthError(status: number, error: string): Reply {
  return jsonReply(status, { error, error_description: error.replaceAll("_", " ") });
}
