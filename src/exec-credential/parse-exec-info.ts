import * as v from "valibot";
import { ToolError } from "../errors/tool-error.ts";
import { readJson } from "../schema/read-json.ts";
import { API_GROUP, API_VERSIONS, type ApiVersion, versionIn } from "./api-version.ts";

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

// Only client-go passes the whole cluster; the Python client passes the kubeconfig's own fields.
const clusterSchema = v.object({
  config: v.optional(v.unknown()),
  "certificate-authority-data": v.optional(v.fallback(v.nullable(v.string()), null)),
  "insecure-skip-tls-verify": v.optional(v.fallback(v.nullable(v.boolean()), true)),
});

const execInfoSchema = v.object({
  kind: v.pipe(v.string(), v.value("ExecCredential", "must be ExecCredential")),
  apiVersion: v.string(),
  spec: v.fallback(v.nullish(v.object({ cluster: v.nullish(clusterSchema) })), undefined),
});

/** The content of `KUBERNETES_EXEC_INFO` in any valid form. @throws ToolError `exec_info_invalid` */
export function parseExecInfo(text: string): ExecInfo {
  const info = readJson(execInfoSchema, text);
  if (!info.ok) throw invalid(`is not an ExecCredential object: ${info.problem}`);
  const version = versionIn(info.value.apiVersion);
  if (version === undefined) {
    throw invalid(
      `asks for apiVersion ${JSON.stringify(info.value.apiVersion)}; this plugin supports ${API_VERSIONS.map((known) => `${API_GROUP}/${known}`).join(" and ")}`,
      "set apiVersion in the exec section of the kubeconfig's user to one of them",
    );
  }
  return { apiVersion: version, cluster: clusterOf(info.value.spec?.cluster) };
}

function clusterOf(cluster: v.InferOutput<typeof clusterSchema> | null | undefined): ExecCluster | undefined {
  if (!cluster) return undefined;
  return {
    config: cluster.config ?? null,
    authorityData: cluster["certificate-authority-data"] || undefined,
    isUnverified: cluster["insecure-skip-tls-verify"] ?? false,
  };
}

function invalid(
  what: string,
  hint = "the variable is set by kubectl; unset it when you run the command by hand",
): ToolError {
  return new ToolError({ code: "exec_info_invalid", message: `KUBERNETES_EXEC_INFO ${what}`, hint });
}
