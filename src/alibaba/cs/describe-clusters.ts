import type { ApiPorts } from "../api-types.ts";
import * as v from "valibot";
import { ToolError } from "../../errors/tool-error.ts";
import type { CloudCredentials } from "../cloud-credentials.ts";
import { callCs } from "./call-cs.ts";

/** The API's maximum is 100; an entry has some 5 kB. */
const PAGE_SIZE = 50;

/** More pages than any account has: an API that reports more has miscounted. */
const MAX_PAGES = 200;

/** Which clusters to list. */
export interface ClustersRequest {
  /** Base URL. */
  readonly endpoint: string;
  /** Only those of this region; undefined = all regions. */
  readonly regionId: string | undefined;
  readonly credentials: CloudCredentials;
}

/** A cluster in the list. */
export interface ListedCluster {
  readonly id: string;
  readonly name: string;
  readonly regionId: string | undefined;
  /** `running`, `initial`, `failed`, … */
  readonly state: string;
  /** The Kubernetes version, such as `1.32.1-aliyun.1`. */
  readonly version: string | undefined;
}

const clusterSchema = v.object({
  // The id becomes part of paths, names and arguments.
  cluster_id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/, "is not a cluster id")),
  name: v.optional(v.string(), ""),
  region_id: v.nullish(v.pipe(v.string(), v.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "is not a region id"))),
  state: v.optional(v.string(), ""),
  current_version: v.nullish(v.string()),
});

const answerSchema = v.object({
  clusters: v.nullish(v.array(clusterSchema), []),
  page_info: v.nullish(v.object({ total_count: v.number() })),
});

/** The clusters found, and why there may be more. */
export interface ClusterListing {
  readonly clusters: readonly ListedCluster[];
  /** Undefined: the list is complete. */
  readonly gap: unknown;
}

/**
 * The clusters that these credentials can see, page by page. If a page after the first one fails, the earlier pages are
 * returned all the same.
 * @throws ToolError `network`, `tls`, `timeout`, `api_error`, `api_answer_invalid` if the first page fails
 * @see https://www.alibabacloud.com/help/en/ack/developer-reference/api-cs-2015-12-15-describeclustersv1
 */
export async function describeClusters(input: ClustersRequest, ports: ApiPorts): Promise<ClusterListing> {
  const found = new Map<string, ListedCluster>();
  let announced: number | undefined;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    let answer: v.InferOutput<typeof answerSchema>;
    try {
      answer = await describePage(input, page, ports);
    } catch (error) {
      if (page === 1) throw error;
      return { clusters: [...found.values()], gap: error };
    }
    const listed = answer.clusters;
    for (const each of listed) found.set(each.cluster_id, toCluster(each));
    const total = answer.page_info?.total_count;
    // While a cluster is created or deleted, others move between pages, and one may be missed.
    if (page > 1 && total !== announced) return { clusters: [...found.values()], gap: changedMeanwhile() };
    announced = total;
    if (listed.length === 0 || (total === undefined ? listed.length < PAGE_SIZE : found.size >= total)) break;
  }
  const isWhole = found.size >= (announced ?? 0);
  return { clusters: [...found.values()], gap: isWhole ? undefined : tooFew(found.size, announced) };
}

function changedMeanwhile(): ToolError {
  return incomplete("the clusters changed while they were listed");
}

function tooFew(found: number, announced: number | undefined): ToolError {
  return incomplete(`the ACK API listed ${found} of ${announced} clusters`);
}

function incomplete(message: string): ToolError {
  return new ToolError({ code: "api_answer_invalid", message, hint: "try again" });
}

function toCluster(listed: v.InferOutput<typeof clusterSchema>): ListedCluster {
  const { cluster_id: id, name, region_id: regionId, state, current_version: version } = listed;
  return { id, name, regionId: regionId || undefined, state, version: version || undefined };
}

async function describePage(
  { endpoint, regionId, credentials }: ClustersRequest,
  page: number,
  ports: ApiPorts,
): Promise<v.InferOutput<typeof answerSchema>> {
  const request = {
    path: "/api/v1/clusters",
    query: {
      page_number: String(page),
      page_size: String(PAGE_SIZE),
      ...(regionId !== undefined && { region_id: regionId }),
    },
    action: "DescribeClustersV1",
  };
  return (await callCs(endpoint, request, credentials, answerSchema, ports)).value;
}
