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

  const refresh = ({ body }: FakeRequest): Reply => {
    const form = new URLSearchParams(body);
    if (!clientIds.has(form.get("client_id") ?? "")) return oauthError(401, "invalid_client");
    if (form.get("grant_type") !== "refresh_token") return oauthError(400, "unsupported_grant_type");
    const old = form.get("refresh_token") ?? "";
    const role = refreshTokens.get(old);
    if (role === undefined) return oauthError(400, "invalid_grant");
    refreshTokens.delete(old);
    const login = signIn(role, accessTokenSeconds);
    return jsonReply(200, {
      access_token: login.accessToken,
      refresh_token: login.refreshToken,
      token_type: "Bearer",
      expires_in: accessTokenSeconds,
    });
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
    service: {
      name: "oauth",
      actionOf: ({ path }) => (path === "/v1/token" ? "Token" : "Exchange"),
      answer: (request) => {
        if (request.method !== "POST") return oauthError(405, "method_not_allowed");
        if (request.path === "/v1/token") return refresh(request);
        return request.path === "/v1/exchange" ? exchange(request) : oauthError(404, "not_found");
      },
    },
  };
}

function oauthError(status: number, error: string): Reply {
  return jsonReply(status, { error, error_description: error.replaceAll("_", " ") });
}
