import { createHash } from "node:crypto";
import * as v from "valibot";
import type { FakeRequest } from "../server/fake-request.ts";
import { jsonReply, type Reply } from "../server/reply.ts";
import type { Service } from "../server/service.ts";
import { ApiError } from "./api-error.ts";
import { createApiService } from "./api-service.ts";
import { credentialsOf, roleIdentity } from "./assume-role.ts";
import type { CloudState } from "./cloud-state.ts";
import type { Role } from "./model.ts";

/** A person who is signed in to CloudSSO: what `aliyun configure` would have left in the profile. */
export interface CloudSsoLogin {
  readonly accessToken: string;
  readonly accountId: string;
  readonly accessConfigurationId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** An account, and what the person may be there. */
export interface PortalAccount {
  readonly id: string;
  readonly name: string;
  readonly configurations: readonly { readonly id: string; readonly name: string; readonly role: Role }[];
}

/** How the portal behaves; tests change it while it runs. */
export interface PortalSettings {
  /** How often it says that nobody has signed in yet. */
  pending: number;
  /** Says once that it is asked too often. */
  slowDown: boolean;
  /** `ErrorCode` of its refusal. */
  refusal: string | undefined;
  /** Life of a code, s. */
  expiresIn: number;
  /** Host of the page for the browser, where that is another one. */
  pageHost: string | undefined;
  accounts: readonly PortalAccount[];
  pageSize: number;
}

/** The CloudSSO portal, and a way to sign in without a browser. */
export interface CloudSso {
  readonly service: Service;
  readonly portal: PortalSettings;
  /** The access configuration stands for the role whose sessions it gives. */
  readonly signIn: (role: Role, seconds: number) => CloudSsoLogin;
}

const bodySchema = v.object({ AccountId: v.string(), AccessConfigurationId: v.string() });

const tokenSeconds = 28_800;

const deviceSchema = v.object({
  PortalUrl: v.string(),
  CodeChallenge: v.string(),
  ClientId: v.literal("app-vaz16tltdxs96audqf35"),
  CodeChallengeMethod: v.literal("S256"),
});

const tokenSchema = v.object({
  CodeVerifier: v.string(),
  ClientId: v.string(),
  DeviceCode: v.string(),
  GrantType: v.literal("urn:ietf:params:oauth:grant-type:device_code"),
});

/** Device authorization, access assignments, and `POST /cloud-credentials` with a bearer token. */
export function createCloudSso(state: CloudState): CloudSso {
  const logins = new Map<string, { login: CloudSsoLogin; role: Role }>();
  const portal: PortalSettings = {
    pending: 0,
    slowDown: false,
    refusal: undefined,
    expiresIn: 600,
    pageHost: undefined,
    accounts: [],
    pageSize: 100,
  };
  /** Challenges by device code. */
  const devices = new Map<string, string>();
  const tokens = new Map<string, number>();

  const beginDevice = ({ body, headers }: FakeRequest, requestId: string): Reply => {
    const read = v.safeParse(deviceSchema, parseJson(body));
    if (!read.success) throw refuse(400, "InvalidParameter", "A parameter is wrong.");
    const code = state.newSecret("fake-device-code-");
    devices.set(code, read.output.CodeChallenge);
    const page = `https://${portal.pageHost ?? headers["host"] ?? ""}/device/code`;
    return jsonReply(200, {
      DeviceCode: code,
      ExpiresIn: portal.expiresIn,
      Interval: 1,
      RequestId: requestId,
      UserCode: "KFFJ-LJXK",
      VerificationUri: page,
      VerificationUriComplete: `${page}?user_code=KFFJ-LJXK`,
    });
  };

  const giveToken = ({ body }: FakeRequest, requestId: string): Reply => {
    const read = v.safeParse(tokenSchema, parseJson(body));
    if (!read.success) throw refuse(400, "InvalidParameter", "A parameter is wrong.");
    const { DeviceCode, CodeVerifier } = read.output;
    const challenge = createHash("sha256").update(CodeVerifier).digest("base64url");
    if (CodeVerifier.length < 43 || devices.get(DeviceCode) !== challenge) {
      throw refuse(400, "InvalidDeviceCodeError", "The device code is invalid.");
    }
    if (portal.refusal !== undefined) throw refuse(400, portal.refusal, "The sign-in was refused.");
    if (portal.slowDown) {
      portal.slowDown = false;
      throw refuse(400, "SlowDown", "You ask too often.");
    }
    if (portal.pending > 0) {
      portal.pending -= 1;
      throw refuse(400, "AuthorizationPending", "The device is pending.");
    }
    devices.delete(DeviceCode);
    const token = state.newSecret("fake-sso-token-");
    tokens.set(token, state.now() + tokenSeconds * 1000);
    return jsonReply(200, { AccessToken: token, ExpiresIn: tokenSeconds, TokenType: "Bearer", RequestId: requestId });
  };

  const list = (request: FakeRequest, requestId: string): Reply => {
    const token = bearerOf(request);
    if ((tokens.get(token) ?? 0) <= state.now())
      throw refuse(401, "InvalidAccessToken", "The access token is invalid.");
    const from = Number(request.query.get("NextToken") ?? 0);
    const page = <T>(all: readonly T[]) => ({
      items: all.slice(from, from + portal.pageSize),
      more: {
        IsTruncated: from + portal.pageSize < all.length,
        NextToken: from + portal.pageSize < all.length ? String(from + portal.pageSize) : "",
        RequestId: requestId,
      },
    });
    if (request.path === "/access-assignments/accounts") {
      const { items, more } = page(portal.accounts);
      const accounts = items.map(({ id, name }) => ({ AccountId: id, DisplayName: name }));
      return jsonReply(200, { Accounts: accounts, ...more });
    }
    const account = portal.accounts.find(({ id }) => id === request.query.get("AccountId"));
    const { items, more } = page(account?.configurations ?? []);
    for (const { id, role } of account?.configurations ?? []) {
      const login = {
        accessToken: token,
        accountId: account?.id ?? "",
        accessConfigurationId: id,
        expiresAt: tokens.get(token) ?? 0,
      };
      logins.set(`${token} ${id}`, { login, role });
    }
    const configurations = items.map(({ id, name }) => ({
      AccessConfigurationId: id,
      AccessConfigurationName: name,
      AccessConfigurationDescription: "",
    }));
    return jsonReply(200, { AccessConfigurationsForAccount: configurations, ...more });
  };

  return {
    portal,
    signIn: (role, seconds) => {
      const login: CloudSsoLogin = {
        accessToken: state.newSecret("fake-sso-token-"),
        accountId: role.accountId,
        accessConfigurationId: `ac-fake-${role.name}`,
        expiresAt: state.now() + seconds * 1000,
      };
      logins.set(login.accessToken, { login, role });
      return login;
    },
    service: createApiService(
      "cloud-sso",
      ({ path }) => ACTIONS[path] ?? "CreateCloudCredential",
      ({ request, requestId }) => {
        if (request.method === "POST" && request.path === "/device-authorization")
          return beginDevice(request, requestId);
        if (request.method === "POST" && request.path === "/token") return giveToken(request, requestId);
        if (request.method === "GET" && request.path.startsWith("/access-assignments/"))
          return list(request, requestId);
        if (request.method !== "POST" || request.path !== "/cloud-credentials") {
          throw new ApiError(404, "InvalidAction.NotFound", "Specified api is not found.");
        }
        const token = bearerOf(request);
        const body = parseJson(request.body);
        const configuration = v.is(bodySchema, body) ? body.AccessConfigurationId : "";
        const found = logins.get(token) ?? logins.get(`${token} ${configuration}`);
        if (found === undefined || found.login.expiresAt <= state.now()) {
          throw new ApiError(401, "InvalidAccessToken", "The access token is invalid or expired.", "cloud-sso");
        }
        const wanted = v.safeParse(bodySchema, parseJson(request.body));
        if (!wanted.success) {
          throw new ApiError(
            400,
            "InvalidParameter",
            "AccountId and AccessConfigurationId are mandatory.",
            "cloud-sso",
          );
        }
        const { login, role } = found;
        if (
          wanted.output.AccountId !== login.accountId ||
          wanted.output.AccessConfigurationId !== login.accessConfigurationId
        ) {
          throw new ApiError(403, "NoPermission", "The access configuration is not assigned to you.", "cloud-sso");
        }
        const session = state.openSession(roleIdentity(role, "cloud-sso"), 3600);
        return jsonReply(200, { CloudCredential: credentialsOf(session), RequestId: requestId });
      },
    ),
  };
}

const ACTIONS: Readonly<Record<string, string>> = {
  "/device-authorization": "DeviceAuthorization",
  "/token": "DeviceToken",
  "/access-assignments/accounts": "ListAccounts",
  "/access-assignments/access-configurations": "ListConfigurations",
};

function bearerOf({ headers }: FakeRequest): string {
  return /^Bearer (.+)$/.exec(headers["authorization"] ?? "")?.[1] ?? "";
}

function refuse(status: number, code: string, message: string): ApiError {
  return new ApiError(status, code, message, "cloud-sso");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
