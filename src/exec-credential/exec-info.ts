import type { ApiVersion } from "./api-version.ts";

/** What client-go tells a plugin about the call; absent if a person runs it by hand. */
export interface ExecInfo {
  readonly apiVersion: ApiVersion;
  /** Present only if the user's exec section has `provideClusterInfo: true`. */
  readonly cluster?: ExecCluster | undefined;
}

/** The kubeconfig's cluster: the fields that this tool uses. */
export interface ExecCluster {
  /** The cluster's extension `client.authentication.k8s.io/exec`, unchecked; null if it has none. */
  readonly config: unknown;
  /** PEM in base64. A `certificate-authority` file is passed as data, too. */
  readonly authorityData: string | undefined;
  /** Whether client-go skips the verification of the server's certificate. */
  readonly isUnverified: boolean;
}
