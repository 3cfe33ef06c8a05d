import { stringify } from "yaml";

/** A user of a kubeconfig. Both parts are base64 of PEM; undefined leaves the field out. */
export interface KubeconfigUser {
  readonly name: string;
  readonly clientCertificateData: string | undefined;
  readonly clientKeyData: string | undefined;
}

/** What goes into a kubeconfig. */
export interface KubeconfigContent {
  /** Undefined leaves the cluster out. */
  readonly cluster: { readonly server: string; readonly certificatePem: string } | undefined;
  readonly users: readonly KubeconfigUser[];
  /** Defaults to the first user's context. */
  readonly currentContext?: string;
}

/** Base64 as kubeconfigs hold it. */
export function base64Of(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** A kubeconfig in the shape that ACK gives out: one cluster `kubernetes`, one context for each user. */
export function kubeconfigYaml({ cluster, users, currentContext }: KubeconfigContent): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters:
      cluster === undefined
        ? []
        : [
            {
              name: "kubernetes",
              cluster: {
                server: cluster.server,
                "certificate-authority-data": base64Of(cluster.certificatePem),
              },
            },
          ],
    contexts: users.map(({ name }) => ({
      name: contextName(name),
      context: { cluster: "kubernetes", user: name },
    })),
    "current-context": currentContext ?? contextName(users[0]?.name ?? ""),
    preferences: {},
    users: users.map(({ name, clientCertificateData, clientKeyData }) => ({
      name,
      user: {
        ...(clientCertificateData === undefined ? {} : { "client-certificate-data": clientCertificateData }),
        ...(clientKeyData === undefined ? {} : { "client-key-data": clientKeyData }),
      },
    })),
  });
}

/** The name of the context of a user. */
export function contextName(userName: string): string {
  return `${userName}@kubernetes`;
}
