import type { ViewedCluster } from "../kubeconfig/kubeconfig-view.ts";
import { errnoText } from "../world/errno.ts";
import type { World } from "../world/world.ts";
import { type Facts, issuedIfAny } from "./gather-facts.ts";

/** The cluster's API server, and how to verify it. */
export interface ApiServer {
  /** URL. */
  readonly server: string;
  /** PEM; undefined: none given, or unusable. */
  readonly authority: string | undefined;
  /** Why kubectl would not even try; undefined: it would. */
  readonly problem: string | undefined;
  /** Whether kubectl skips the verification of the server. */
  readonly isUnverified: boolean;
  /** The name in its certificate, if it is not the URL's host. */
  readonly serverName: string | undefined;
  /** URL of its proxy, if it is not the environment's. */
  readonly proxy: string | undefined;
  /** Where this is configured, in words. */
  readonly from: string;
}

/** The cluster according to the kubeconfig, else according to the API. */
export async function findApiServer(facts: Facts): Promise<ApiServer | undefined> {
  const { context } = facts.subject;
  if (context !== undefined) {
    const { name, cluster } = context;
    return cluster?.server ? await readCluster(cluster, `context ${JSON.stringify(name)}`, facts) : undefined;
  }
  const issued = await issuedIfAny(facts);
  return issued && (await readCluster(issued.entry.cluster, "the ACK API", facts));
}

async function readCluster(cluster: ViewedCluster, from: string, { world }: Facts): Promise<ApiServer> {
  const isUnverified = cluster["insecure-skip-tls-verify"] ?? false;
  const { authority, problem } = await readAuthority(cluster, world);
  const hasBoth = isUnverified && authority !== undefined;
  return {
    server: (cluster.server ?? "").replace(/\/+$/, ""),
    authority: isUnverified ? undefined : authority,
    problem:
      problem ?? (hasBoth ? "the cluster has a CA and insecure-skip-tls-verify, which kubectl refuses" : undefined),
    isUnverified,
    serverName: cluster["tls-server-name"] || undefined,
    proxy: cluster["proxy-url"] || undefined,
    from,
  };
}

/** As in client-go, data takes precedence over a file. */
async function readAuthority(
  { "certificate-authority-data": data, "certificate-authority": file }: ViewedCluster,
  { files }: Pick<World, "files">,
): Promise<Pick<ApiServer, "authority" | "problem">> {
  if (!data && !file) return { authority: undefined, problem: undefined };
  try {
    const authority = data ? Buffer.from(data, "base64").toString("utf8") : await files.readText(file ?? "");
    if (/-----BEGIN CERTIFICATE-----/.test(authority)) return { authority, problem: undefined };
    return { authority: undefined, problem: "the cluster's CA is not a PEM certificate" };
  } catch (error) {
    const why = errnoText(error);
    return { authority: undefined, problem: `the cluster's CA file ${file ?? ""} cannot be read (${why})` };
  }
}
