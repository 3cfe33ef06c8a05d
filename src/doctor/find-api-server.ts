import * as v from "valibot";
import { ToolError } from "../errors/tool-error.ts";
import { absolutePath } from "../paths.ts";
import { readValue } from "../schema/read-json.ts";
import type { Facts } from "./facts.ts";

/** Where the cluster's API server is, and whom it is known by. */
export interface ApiServer {
  /** URL. */
  readonly server: string;
  /** PEM; undefined: nothing is said. */
  readonly authority: string | undefined;
  /** The name in its certificate, where that is not the URL's. */
  readonly serverName: string | undefined;
  /** Where this is written, in words. */
  readonly from: string;
}

const clusterSchema = v.object({
  server: v.string(),
  "certificate-authority-data": v.optional(v.nullable(v.string())),
  "certificate-authority": v.optional(v.nullable(v.string())),
  "tls-server-name": v.optional(v.nullable(v.string())),
});

/** The cluster as the kubeconfig has it, else as the API says. */
export async function findApiServer(facts: Facts): Promise<ApiServer | undefined> {
  const { context } = facts.subject;
  if (context?.cluster !== undefined) return await readCluster(context.cluster, `context "${context.name}"`, facts);
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
  const { server, "certificate-authority-data": data, "certificate-authority": file } = read.value;
  const pem = data
    ? Buffer.from(data, "base64").toString("utf8")
    : file && (await world.files.readText(absolutePath(file, world.cwd())).catch(() => undefined));
  return {
    server: server.replace(/\/+$/, ""),
    authority: pem || undefined,
    serverName: read.value["tls-server-name"] ?? undefined,
    from,
  };
}
