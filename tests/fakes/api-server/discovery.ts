/** A resource as the discovery API lists it. */
interface DiscoveredResource {
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
}

const coreResources: readonly DiscoveredResource[] = [
  {
    name: "namespaces",
    singularName: "namespace",
    namespaced: false,
    kind: "Namespace",
    verbs: ["get", "list"],
    shortNames: ["ns"],
  },
  {
    name: "pods",
    singularName: "pod",
    namespaced: true,
    kind: "Pod",
    verbs: ["get", "list"],
    shortNames: ["po"],
  },
];

const authenticationResources: readonly DiscoveredResource[] = [
  {
    name: "selfsubjectreviews",
    singularName: "selfsubjectreview",
    namespaced: false,
    kind: "SelfSubjectReview",
    verbs: ["create"],
  },
];

/** The versions in which an API server has served SelfSubjectReview. */
export const authenticationVersions: readonly string[] = ["v1", "v1beta1", "v1alpha1"];

const authenticationGroup = "authentication.k8s.io";

/** The documents that a client reads to learn what the server has, by path. */
export const discoveryDocuments: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  [
    "/version",
    {
      major: "1",
      minor: "32",
      gitVersion: "v1.32.1-aliyun.1",
      gitCommit: "fake",
      gitTreeState: "clean",
      buildDate: "2025-01-01T00:00:00Z",
      goVersion: "go1.23.4",
      compiler: "gc",
      platform: "linux/amd64",
    },
  ],
  ["/api", { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] }],
  ["/api/v1", resourceList("v1", coreResources)],
  [
    "/apis",
    {
      kind: "APIGroupList",
      apiVersion: "v1",
      groups: [
        {
          name: authenticationGroup,
          versions: authenticationVersions.map(groupVersion),
          preferredVersion: groupVersion("v1"),
        },
      ],
    },
  ],
  ...authenticationVersions.map((version): [string, unknown] => [
    `/apis/${authenticationGroup}/${version}`,
    resourceList(`${authenticationGroup}/${version}`, authenticationResources),
  ]),
  ["/openapi/v3", { paths: {} }],
]);

function groupVersion(version: string) {
  return { groupVersion: `${authenticationGroup}/${version}`, version };
}

function resourceList(version: string, resources: readonly DiscoveredResource[]) {
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion: version, resources };
}
