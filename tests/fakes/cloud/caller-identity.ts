import * as v from "valibot";
import { acs3Claim, verifyClaim } from "./authenticate.ts";
import type { CloudState } from "./cloud-state.ts";
import type { Identity } from "./model.ts";

/** `GetCallerIdentity`: who the owner of a key is, in the spelling of STS. */
export function callerIdentity(owner: Identity) {
  const common = { AccountId: owner.accountId, Arn: owner.arn };
  return owner.kind === "user"
    ? { ...common, IdentityType: "RAMUser", UserId: owner.id, PrincipalId: owner.id }
    : {
        ...common,
        IdentityType: "AssumedRoleUser",
        RoleId: owner.id,
        PrincipalId: `${owner.id}:${owner.sessionName ?? ""}`,
      };
}

/** A token for the API server of a cluster, opened and verified. */
export interface VerifiedToken {
  readonly identity: Identity;
  readonly clusterId: string;
}

const prefix = "k8s-ack-v2.";

const tokenSchema = v.object({
  clusterId: v.string(),
  method: v.literal("POST"),
  path: v.literal("/"),
  query: v.record(v.string(), v.string()),
  headers: v.record(v.string(), v.string()),
});

/**
 * Opens a `k8s-ack-v2.` token, a pre-signed `GetCallerIdentity` (as the Go tool's get-token makes them),
 * and verifies its signature. As at the real cloud it may be used again and again for 15 minutes.
 *
 * @throws {ApiError} for a signature that STS would refuse, {@link Error} for what is not a token.
 */
export function verifyToken(state: CloudState, token: string): VerifiedToken {
  if (!token.startsWith(prefix)) throw new Error(`the token does not start with ${prefix}`);
  const json = Buffer.from(token.slice(prefix.length), "base64").toString("utf8");
  const { clusterId, method, path, query, headers } = v.parse(tokenSchema, JSON.parse(json));
  if (query["ACKClusterId"] !== clusterId) throw new Error("the token is signed for another cluster");
  if (headers["x-acs-action"] !== "GetCallerIdentity") throw new Error("the token signs another action");
  const request = {
    method,
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: "",
  };
  return { identity: verifyClaim(state, acs3Claim(request)).owner, clusterId };
}
