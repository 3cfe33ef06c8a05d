import * as v from "valibot";
import { ToolError } from "../errors/tool-error.ts";
import { readYaml } from "../schema/read-yaml.ts";
import type { Fields } from "./kubeconfig-fields.ts";

/** How to reach one cluster: the API's kubeconfig without the certificate. */
export interface ClusterEntry {
  readonly clusterName: string;
  /** `server`, `certificate-authority-data`, and any other fields. */
  readonly cluster: Fields;
  readonly contextName: string;
  readonly userName: string;
}

const fields = v.record(v.string(), v.unknown());
const withName = v.object({ name: v.string() });

const kubeconfigSchema = v.object({
  "current-context": v.nullish(v.string()),
  clusters: v.array(
    v.object({ ...withName.entries, cluster: v.intersect([fields, v.object({ server: v.string() })]) }),
  ),
  contexts: v.array(v.object({ ...withName.entries, context: v.object({ cluster: v.string(), user: v.string() }) })),
});

/**
 * The cluster of the current context, else the first one, in a kubeconfig from the API.
 * @param text YAML
 * @throws ToolError `api_answer_invalid`; no message quotes the text, which contains a private key
 */
export async function readClusterEntry(text: string): Promise<ClusterEntry> {
  const read = await readYaml(kubeconfigSchema, text);
  if (!read.ok) throw unusable(`cannot be used: ${read.problem}`);
  const { clusters, contexts, "current-context": current } = read.value;
  const context = contexts.find(({ name }) => name === current) ?? contexts[0];
  if (context === undefined) throw unusable("has no contexts");
  const cluster = clusters.find(({ name }) => name === context.context.cluster);
  if (cluster === undefined) throw unusable("has a context whose cluster does not exist");
  return {
    clusterName: cluster.name,
    cluster: cluster.cluster,
    contextName: context.name,
    userName: context.context.user,
  };
}

function unusable(what: string): ToolError {
  return new ToolError({
    code: "api_answer_invalid",
    message: `the kubeconfig that the ACK API sent ${what}`,
    hint: "check that the cluster is running; if it is, try again",
  });
}
