import * as v from "valibot";
import { ToolError } from "../errors/tool-error.ts";
import { readValue } from "../schema/read-json.ts";

/** The extension of a kubeconfig's cluster that client-go passes to plugins as `spec.cluster.config`. */
export const CLUSTER_EXTENSION = "client.authentication.k8s.io/exec";

const TYPE = { apiVersion: "ack-ram-tool.alibabacloud.com/v1", kind: "ClusterConfig" } as const;

/**
 * What a cluster declares about itself. Nothing else is read: a person who can edit a shared cluster entry must not
 * control credentials.
 */
export interface ClusterConfig {
  readonly clusterId: string | undefined;
  readonly regionId: string | undefined;
}

const regionSchema = v.pipe(v.string(), v.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "must be a region id like cn-hangzhou"));

const fieldsSchema = v.object({
  // The id becomes part of a path, a file name and an argument.
  clusterId: v.optional(
    v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/, "must be letters, digits and dashes")),
  ),
  regionId: v.optional(regionSchema),
  region: v.optional(regionSchema),
});

// valibot accepts an array as an object.
const configSchema = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value), "must be an object, not an array"),
  fieldsSchema,
);

const infoSchema = v.object({ spec: v.object({ cluster: v.object({ config: configSchema }) }) });

const typeSchema = v.object({ apiVersion: v.optional(v.unknown()), kind: v.optional(v.unknown()) });

/** The extension's object, for a kubeconfig. */
export function clusterConfig({ clusterId, regionId }: ClusterConfig): Readonly<Record<string, string>> {
  return { ...TYPE, ...(clusterId !== undefined && { clusterId }), ...(regionId !== undefined && { regionId }) };
}

/**
 * Whether the object is meant for another plugin: its apiVersion or kind is not ours. Without either, as ClusterProfile
 * plugins write it, it is for any plugin.
 */
export function isOfAnotherPlugin(config: unknown): boolean {
  const read = readValue(typeSchema, config);
  if (!read.ok) return false;
  const { apiVersion, kind } = read.value;
  return (apiVersion ?? TYPE.apiVersion) !== TYPE.apiVersion || (kind ?? TYPE.kind) !== TYPE.kind;
}

/**
 * Parses `spec.cluster.config`, which is null if the cluster has no such extension. Unknown fields are ignored.
 * @throws ToolError `exec_info_invalid`
 * @see https://kubernetes.io/docs/reference/config-api/client-authentication.v1/#client-authentication-k8s-io-v1-Cluster
 */
export function readClusterConfig(config: unknown): ClusterConfig {
  if (config === null || config === undefined) return { clusterId: undefined, regionId: undefined };
  const read = readValue(infoSchema, { spec: { cluster: { config } } });
  if (!read.ok || isOfAnotherPlugin(config)) {
    throw new ToolError({
      code: "exec_info_invalid",
      message: read.ok
        ? `the kubeconfig's cluster has a ${CLUSTER_EXTENSION} extension of another plugin`
        : `the kubeconfig's cluster has a wrong ${CLUSTER_EXTENSION} extension: ${read.problem}`,
      hint: "write it again: ack-ram-tool get-kubeconfig --cluster-id ID --shared-user --write",
    });
  }
  const { clusterId, regionId, region } = read.value.spec.cluster.config;
  return { clusterId, regionId: regionId ?? region };
}
