import * as v from "valibot";
import { ToolError } from "../errors/tool-error.ts";
import { readValue } from "../schema/read-json.ts";
import { errnoOf } from "../world/errno.ts";
import type { World } from "../world/world.ts";
import type { Facts } from "./facts.ts";

/** Where the cluster's API server is, and whom it is known by. */
export interface ApiServer {
  /** URL. */
  readonly server: string;
  /** PEM; undefined: nothing is said, or it cannot be read. */
  readonly authority: string | undefined;
  /** Why the CA that is named cannot be read; undefined: it can, or none is named. */
  readonly authorityProblem: string | undefined;
  /** Whether kubectl takes any server for this one. */
  readonly isUnverified: boolean;
  /** The name in its certificate, where that is not the URL's. */
  readonly serverName: string | undefined;
  /** Where this is written, in words. */
  readonly from: string;
}

const clusterSchema = v.object({
  server: v.string(),
  "certificate-authority-data": v.optional(v.nullable(v.string())),
  "certificate-authority": v.optional(v.nullable(v.string())),
  "insecure-skip-tls-verify": v.optional(v.nullable(v.boolean())),
  "tls-server-name": v.optional(v.nullable(v.string())),
});

/** The cluster as the kubeconfig has it, else as the API says. */
export async function findApiServer(facts: Facts): Promise<ApiServer | undefined> {
  const { context } = facts.subject;
  if (context?.cluster !== undefined)
    return await readCluster(context.cluster, `context ${JSON.stringify(context.name)}`, facts);
  try {
    const issued = await facts.issued();
    if ("unknown" in issued) return undefined;
    return await readCluster(issued.value.entry.cluster, "the ACK API", facts);
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}

async function readCluster(fields: unknown, from: string, { world }: Facts): Promise<ApiServer | undefined> {
  const read = readValue(clusterSchema, fields);
  if (!read.ok) return undefined;
  const { server, "insecure-skip-tls-verify": isUnverified, "tls-server-name": serverName } = read.value;
  return {
    server: server.replace(/\/+$/, ""),
    ...(await readAuthority(read.value, world)),
    isUnverified: isUnverified ?? false,
    serverName: serverName ?? undefined,
    from,
  };
}

/** As client-go has it, data are better than a file. */
async function readAuthority(
  { "certificate-authority-data": data, "certificate-authority": file }: v.InferOutput<typeof clusterSchema>,
  { files }: Pick<World, "files">,
): Promise<Pick<ApiServer, "authority" | "authorityProblem">> {
  if (data) return { authority: Buffer.from(data, "base64").toString("utf8"), authorityProblem: undefined };
  if (!file) return { authority: undefined, authorityProblem: undefined };
  try {
    return { authority: await files.readText(file), authorityProblem: undefined };
  } catch (error) {
    const why = errnoOf(error) ?? "unknown error";
    return { authority: undefined, authorityProblem: `the cluster's CA file ${file} cannot be read (${why})` };
  }
}
