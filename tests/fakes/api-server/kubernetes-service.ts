import type { FakeRequest, PeerCertificate } from "../server/fake-request.ts";
import { jsonReply, type Reply } from "../server/reply.ts";
import type { Service } from "../server/service.ts";
import { authenticationVersions, discoveryDocuments } from "./discovery.ts";
import { objectList } from "./object-list.ts";
import { type KubernetesObject, namespaces, pods } from "./objects.ts";
import { statusReply } from "./status.ts";

/** How the server behaves; tests change it while it runs. */
export interface ApiServerSettings {
  /** Whether people have a role; without one they may ask about themselves alone. */
  hasRoles: boolean;
}

/**
 * A Kubernetes API, as far as `kubectl get namespaces`, `get pods`, `auth whoami` and `version`, and `helm list`, go.
 * Whoever shows a certificate of the cluster's authority that is not revoked may read everything.
 */
export function createKubernetesService(revoked: ReadonlySet<string>, settings: ApiServerSettings): Service {
  return {
    name: "api-server",
    actionOf: ({ method, path }) => `${method} ${path}`,
    answer: (request) => {
      if (request.peer === undefined || revoked.has(request.peer.serialNumber)) {
        return statusReply(401, "Unauthorized", "Unauthorized");
      }
      return answerTo(request, request.peer, settings);
    },
  };
}

function answerTo(
  { method, path, headers }: FakeRequest,
  user: PeerCertificate,
  { hasRoles }: ApiServerSettings,
): Reply {
  const [, reviewVersion = ""] = /^\/apis\/authentication\.k8s\.io\/([^/]+)\/selfsubjectreviews$/.exec(path) ?? [];
  if (method === "POST" && authenticationVersions.includes(reviewVersion)) {
    return jsonReply(201, selfSubjectReview(reviewVersion, user));
  }
  if (method === "POST" && path === "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews") {
    return jsonReply(201, selfSubjectRulesReview(hasRoles));
  }
  if (method !== "GET") return statusReply(405, "MethodNotAllowed", `${method} is not allowed`);

  const document = discoveryDocuments.get(path);
  if (document !== undefined) return jsonReply(200, document);
  const found = objectsAt(path);
  if (found !== undefined && !hasRoles) {
    return statusReply(
      403,
      "Forbidden",
      `User ${JSON.stringify(user.commonName)} cannot list resource at the cluster scope`,
    );
  }
  if (found !== undefined) return jsonReply(200, objectList(found.kind, found.objects, headers["accept"] ?? ""));
  return statusReply(404, "NotFound", "the server could not find the requested resource");
}

interface Objects {
  readonly kind: string;
  readonly objects: readonly KubernetesObject[];
}

function objectsAt(path: string): Objects | undefined {
  if (path === "/api/v1/namespaces") return { kind: "Namespace", objects: namespaces };
  if (path === "/api/v1/pods") return { kind: "Pod", objects: pods };
  const [, namespace, resource] = /^\/api\/v1\/namespaces\/([^/]+)\/(pods|secrets)$/.exec(path) ?? [];
  if (namespace === undefined) return undefined;
  // Helm keeps its releases in secrets: there are none.
  if (resource === "secrets") return { kind: "Secret", objects: [] };
  return { kind: "Pod", objects: pods.filter(({ metadata }) => metadata.namespace === namespace) };
}

/** Who the server thinks you are: the user is the certificate's CN, the groups are its O. */
function selfSubjectReview(version: string, { commonName, organizations }: PeerCertificate) {
  return {
    kind: "SelfSubjectReview",
    apiVersion: `authentication.k8s.io/${version}`,
    metadata: { creationTimestamp: null },
    status: {
      userInfo: { username: commonName, groups: [...organizations, "system:authenticated"] },
    },
  };
}

/** As a server with RBAC alone answers: everybody has `system:basic-user` and `system:discovery`. */
function selfSubjectRulesReview(hasRoles: boolean) {
  const own = [
    { verbs: ["create"], apiGroups: ["authentication.k8s.io"], resources: ["selfsubjectreviews"] },
    {
      verbs: ["create"],
      apiGroups: ["authorization.k8s.io"],
      resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
    },
  ];
  return {
    kind: "SelfSubjectRulesReview",
    apiVersion: "authorization.k8s.io/v1",
    metadata: { creationTimestamp: null },
    spec: {},
    status: {
      resourceRules: hasRoles ? [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }, ...own] : own,
      nonResourceRules: [{ verbs: ["get"], nonResourceURLs: ["/api", "/apis", "/version"] }],
      incomplete: false,
    },
  };
}
