import type { FakeRequest } from "../server/fake-request.ts";
import { jsonReply, type Reply, textReply } from "../server/reply.ts";
import type { Service } from "../server/service.ts";
import { credentialsOf, isoSeconds, roleIdentity } from "./assume-role.ts";
import type { CloudState } from "./cloud-state.ts";
import type { Role } from "./model.ts";

/** How the metadata service behaves; tests change it while it runs. */
export interface ImdsSettings {
  /** `v1-and-v2` takes requests with and without a token, `v2-only` those with one, `off` answers 404 to all. */
  mode: "v1-and-v2" | "v2-only" | "off";
  /** The role of the instance; undefined for an instance without one. */
  role: Role | undefined;
  /** `Code` of the credentials. */
  code: string;
  /** The lifetime of the credentials. */
  sessionSeconds: number;
}

const credentialsPath = "/latest/meta-data/ram/security-credentials/";

/** The metadata service of an ECS instance, version 1 and 2, as far as credentials and the region go. */
export function createImdsService(state: CloudState, settings: ImdsSettings): Service {
  /** Expiry by token, milliseconds since 1970. */
  const tokens = new Map<string, number>();
  return {
    name: "imds",
    actionOf: ({ path }) => {
      if (path === "/latest/api/token") return "Token";
      if (path === credentialsPath) return "RoleName";
      return path.startsWith(credentialsPath) ? "Credentials" : "Other";
    },
    answer: (request) => {
      if (settings.mode === "off") return notFound;
      if (request.path === "/latest/api/token") return newToken(state, tokens, request);
      const refusal = refuseToken(state, settings, tokens, request);
      return refusal ?? metadata(state, settings, request.path);
    },
  };
}

const notFound = textReply(404, "404 - Not Found");

function newToken(state: CloudState, tokens: Map<string, number>, request: FakeRequest): Reply {
  const seconds = Number(request.headers["x-aliyun-ecs-metadata-token-ttl-seconds"]);
  if (request.method !== "PUT") return textReply(405, "405 - Method Not Allowed");
  if (!(Number.isInteger(seconds) && seconds >= 1 && seconds <= 21_600)) {
    return textReply(400, "400 - Bad Request");
  }
  const token = state.newSecret("fake-metadata-token-");
  tokens.set(token, state.now() + seconds * 1000);
  return textReply(200, token);
}

function refuseToken(
  state: CloudState,
  { mode }: ImdsSettings,
  tokens: ReadonlyMap<string, number>,
  { headers }: FakeRequest,
): Reply | undefined {
  const token = headers["x-aliyun-ecs-metadata-token"];
  if (token === undefined) {
    return mode === "v2-only" ? textReply(403, "403 - Forbidden") : undefined;
  }
  const isAlive = (tokens.get(token) ?? 0) > state.now();
  return isAlive ? undefined : textReply(401, "401 - Unauthorized");
}

function metadata(state: CloudState, { role, code, sessionSeconds }: ImdsSettings, path: string): Reply {
  if (path === "/latest/meta-data/region-id") return textReply(200, "cn-hangzhou");
  if (role === undefined) return notFound;
  if (path === credentialsPath) return textReply(200, role.name);
  if (path !== `${credentialsPath}${role.name}`) return notFound;
  if (code !== "Success") return jsonReply(200, { Code: code });
  const session = state.openSession(roleIdentity(role, "i-fakeinstance"), sessionSeconds);
  return jsonReply(200, {
    ...credentialsOf(session),
    LastUpdated: isoSeconds(state.now()),
    Code: code,
  });
}
