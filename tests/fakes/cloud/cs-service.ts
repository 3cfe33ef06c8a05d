import type { FakeRequest } from "../server/fake-request.ts";
import { jsonReply, type Reply } from "../server/reply.ts";
import type { Service } from "../server/service.ts";
import { ApiError } from "./api-error.ts";
import { type ApiCall, createApiService } from "./api-service.ts";
import { authenticateHeaders } from "./authenticate.ts";
import type { CloudState } from "./cloud-state.ts";
import type { AccessKey, Cluster } from "./model.ts";
import { createUserConfig, type UserConfigSources } from "./user-config.ts";

const apiVersion = "2015-12-15";

interface Route {
  readonly action: string;
  readonly path: RegExp;
  readonly answer: (call: ApiCall, caller: AccessKey, path: RegExpExecArray) => Promise<Reply> | Reply;
}

/** The Container Service API (ROA): the kubeconfig of a cluster, and the list of clusters. */
export function createCsService(state: CloudState, sources: UserConfigSources): Service {
  const routes: readonly Route[] = [
    {
      action: "DescribeClusterUserKubeconfig",
      path: /^\/k8s\/([^/]+)\/user_config$/,
      answer: async ({ request, flaw }, { owner }, [, id = ""]) => {
        const minutes = temporaryDurationMinutes(request);
        const cluster = permittedCluster(state, owner.name, decodeURIComponent(id));
        const inside = request.query.get("PrivateIpAddress") === "true" ? cluster.privateServerUrl : undefined;
        const address = inside === undefined ? {} : { serverUrl: inside };
        return jsonReply(200, await createUserConfig(sources, owner, { ...cluster, ...address }, minutes, flaw));
      },
    },
    {
      action: "DescribeClustersV1",
      path: /^\/api\/v1\/clusters$/,
      answer: ({ request }, { owner }) => jsonReply(200, clusterPage(state, owner.name, request)),
    },
  ];
  return createApiService(
    "cs",
    (request) => request.headers["x-acs-action"] ?? "?",
    async (call) => {
      const { request } = call;
      const caller = authenticateHeaders(state, request);
      if (request.headers["x-acs-version"] !== apiVersion) {
        throw new ApiError(400, "InvalidVersion", "Specified parameter Version is not valid.");
      }
      for (const route of routes) {
        const path = route.path.exec(request.path);
        if (path === null || request.method !== "GET") continue;
        if (request.headers["x-acs-action"] !== route.action) break;
        return await route.answer(call, caller, path);
      }
      throw new ApiError(
        404,
        "InvalidAction.NotFound",
        "Specified api is not found, please check your url and method.",
      );
    },
  );
}

/** The lifetime that is asked for, or undefined: ACK takes 15 minutes to 3 days. */
function temporaryDurationMinutes({ query }: FakeRequest): number | undefined {
  const text = query.get("TemporaryDurationMinutes");
  if (text === null) return undefined;
  const minutes = Number(text);
  if (!/^\d+$/.test(text) || minutes < 15 || minutes > 4320) {
    throw new ApiError(
      400,
      "InvalidTemporaryDurationMinutes",
      "TemporaryDurationMinutes must be between 15 and 4320.",
      "product",
    );
  }
  return minutes;
}

function permittedCluster(state: CloudState, callerName: string, id: string): Cluster {
  const cluster = state.clusters.get(id);
  if (cluster === undefined) {
    throw new ApiError(404, "ErrorClusterNotFound", `cluster ${id} not found`, "product");
  }
  if (!cluster.permitted.includes(callerName)) {
    throw new ApiError(
      403,
      "StatusForbidden",
      "RAM policy Forbidden for action cs:DescribeClusterUserKubeconfig",
      "product",
      {
        statusCode: 403,
        accessDeniedDetail: {
          AuthAction: "cs:DescribeClusterUserKubeconfig",
          AuthPrincipalType: "SubUser",
          AuthPrincipalDisplayName: callerName,
          NoPermissionType: "ImplicitDeny",
          PolicyType: "AccountLevelIdentityBasedPolicy",
          EncodedDiagnosticMessage: "ZmFrZQ==",
        },
      },
    );
  }
  return cluster;
}

function clusterPage(state: CloudState, callerName: string, { query }: FakeRequest) {
  const region = query.get("region_id");
  const pageNumber = Number(query.get("page_number") ?? 1);
  const pageSize = Number(query.get("page_size") ?? 10);
  const visible = [...state.clusters.values()].filter(
    ({ permitted, regionId }) => permitted.includes(callerName) && (region === null || region === regionId),
  );
  return {
    clusters: visible.slice((pageNumber - 1) * pageSize, pageNumber * pageSize).map((cluster) => ({
      cluster_id: cluster.id,
      name: cluster.name,
      region_id: cluster.regionId,
      state: cluster.state ?? "running",
      cluster_type: "ManagedKubernetes",
      current_version: "1.32.1-aliyun.1",
    })),
    page_info: { page_number: pageNumber, page_size: pageSize, total_count: visible.length },
  };
}
