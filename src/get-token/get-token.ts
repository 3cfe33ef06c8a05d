import { userAgent } from "../http/user-agent.ts";
import type { Deadline } from "../command-deadline.ts";
import { openSession } from "../credentials/open-session.ts";
import type { FoundSource } from "../credentials/provider.ts";
import { describeSource } from "../credentials/source-kinds.ts";
import { ToolError } from "../errors/tool-error.ts";
import type { LoggedWorld } from "../log/logged-world.ts";
import type { ClaimedCluster } from "./check-cluster-ca.ts";
import { type ClusterToken, presignClusterToken } from "./presign-cluster-token.ts";

/** The cluster and the credentials of a token. */
export interface IssueTokenRequest {
  readonly found: FoundSource;
  readonly clusterId: string;
  readonly extraQuery: Readonly<Record<string, string>>;
  readonly deadline: Deadline;
  /**
   * Set if only a kubeconfig's entry claims to be this cluster: it must prove that. Undefined: the user named the
   * cluster.
   */
  readonly claimed?: ClaimedCluster | undefined;
}

/**
 * A new token. Needs the network only if the credentials must be requested.
 * @throws ToolError
 */
export async function getToken(
  { found, clusterId, extraQuery, deadline, claimed }: IssueTokenRequest,
  world: LoggedWorld,
): Promise<ClusterToken> {
  const session = await openSession(found, deadline, world);
  const { credentials } = session;
  if ("bearerToken" in credentials) {
    throw new ToolError({
      code: "credentials_invalid",
      message: `a token must be signed with an access key, but the credentials are a ${describeSource(found.source)}`,
      hint: "use get-credential instead, or credentials with an access key (another profile?)",
    });
  }
  if (claimed !== undefined) await (await import("./check-cluster-ca.ts")).checkClusterCa(claimed, session);
  return presignClusterToken({
    clusterId,
    extraQuery,
    credentials,
    userAgent: userAgent(world.platform),
    now: world.now(),
  });
}
