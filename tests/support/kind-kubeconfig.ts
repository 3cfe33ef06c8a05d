/** A kubeconfig of another tool, whose entries must stay as they are. */
export const KIND = {
  apiVersion: "v1",
  kind: "Config",
  "current-context": "kind",
  clusters: [{ name: "kind", cluster: { server: "https://127.0.0.1:6443" } }],
  contexts: [{ name: "kind", context: { cluster: "kind", user: "kind" } }],
  users: [{ name: "kind", user: { token: "fake-token-of-kind" } }],
};
