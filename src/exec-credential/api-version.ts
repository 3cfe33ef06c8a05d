/** The API versions of `ExecCredential` that client-go accepts (plugin/pkg/client/auth/exec). */
export const API_VERSIONS = ["v1", "v1beta1"] as const;
export type ApiVersion = (typeof API_VERSIONS)[number];

/** The group of every `ExecCredential`. */
export const API_GROUP = "client.authentication.k8s.io";

/** The version in a full `apiVersion`, `client.authentication.k8s.io/v1`; undefined for any other text. */
export function versionIn(apiVersion: string): ApiVersion | undefined {
  return API_VERSIONS.find((version) => apiVersion === `${API_GROUP}/${version}`);
}

/** The version of the answer, and a warning about it, if any. */
export interface NegotiatedVersion {
  readonly version: ApiVersion;
  readonly warning: string | undefined;
}

/**
 * client-go accepts only the version that it asked for, so that one overrides the flag; without either it is `v1beta1`,
 * the Go tool's default.
 */
export function negotiateApiVersion(flag: ApiVersion | undefined, asked: ApiVersion | undefined): NegotiatedVersion {
  const version = asked ?? flag ?? "v1beta1";
  const warning =
    flag === undefined || flag === version
      ? undefined
      : `kubectl asks for ${API_GROUP}/${version}, --api-version says ${flag}: answering in ${version}. Make args and apiVersion agree in the kubeconfig's exec section`;
  return { version, warning };
}
