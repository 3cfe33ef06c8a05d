/** What the fake cluster holds. */
export interface KubernetesObject {
  readonly apiVersion: "v1";
  readonly kind: "Namespace" | "Pod";
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: "1";
    readonly creationTimestamp: string;
  };
  readonly status: { readonly phase: "Active" | "Running" };
}

const creationTimestamp = "2026-01-01T00:00:00Z";

/** The namespaces of every fake cluster. */
export const namespaces: readonly KubernetesObject[] = ["default", "kube-system", "payments"].map((name) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, uid: `ns-${name}`, resourceVersion: "1", creationTimestamp },
  status: { phase: "Active" },
}));

/** The pods of every fake cluster. */
export const pods: readonly KubernetesObject[] = [
  ["kube-system", "coredns-0"],
  ["payments", "ledger-0"],
].map(([namespace = "", name = ""]) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name,
    namespace,
    uid: `pod-${namespace}-${name}`,
    resourceVersion: "1",
    creationTimestamp,
  },
  status: { phase: "Running" },
}));
