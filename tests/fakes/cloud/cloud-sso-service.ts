import * as v from "valibot";
import { jsonReply } from "../server/reply.ts";
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

/** The CloudSSO portal, and a way to sign in without a browser. */
export interface CloudSso {
  readonly service: Service;
  /** The access configuration stands for the role whose sessions it gives. */
  readonly signIn: (role: Role, seconds: number) => CloudSsoLogin;
}

const bodySchema = v.object({ AccountId: v.string(), AccessConfigurationId: v.string() });

/** `POST /cloud-credentials` with a bearer token and a JSON body. */
export function createCloudSso(state: CloudState): CloudSso {
  const logins = new Map<string, { login: CloudSsoLogin; role: Role }>();
  return {
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
      () => "CreateCloudCredential",
      ({ request, requestId }) => {
        if (request.method !== "POST" || request.path !== "/cloud-credentials") {
          throw new ApiError(404, "InvalidAction.NotFound", "Specified api is not found.");
        }
        const token = /^Bearer (.+)$/.exec(request.headers["authorization"] ?? "")?.[1] ?? "";
        const found = logins.get(token);
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
