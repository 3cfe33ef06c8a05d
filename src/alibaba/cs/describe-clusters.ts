import * as v from "valibot";
import { printable } from "../../errors/printable.ts";
import type { ApiPorts } from "../api-ports.ts";
import type { CloudCredentials } from "../cloud-credentials.ts";
import { callCs, CS_VERSION } from "./call-cs.ts";

/** The most that the API takes is 100; an entry has some 5 kB. */
const PAGE_SIZE = 50;

/** An account with more pages than this has an API that does not count. */
const MAX_PAGES = 200;

/** Which clusters are asked for. */
export interface ClustersRequest {
  /** Base URL. */
  readonly endpoint: string;
  /** Only those of this region; undefined = of all. */
  readonly regionId: string | undefined;
  readonly credentials: CloudCredentials;
}

/** A cluster as the list has it. */
export interface ListedCluster {
  readonly id: string;
  readonly name: string;
  readonly regionId: string | undefined;
  /** `running`, `initial`, `failed`, … */
  readonly state: string;
  /** Of Kubernetes, such as `1.32.1-aliyun.1`. */
  readonly version: string | undefined;
}

const clusterSchema = v.object({
  // It becomes part of paths, names and arguments.
  cluster_id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/, "is no cluster id")),
  name: v.optional(v.pipe(v.string(), v.transform(printable)), ""),
  region_id: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "is no region id")))),
  state: v.optional(v.pipe(v.string(), v.transform(printable)), ""),
  current_version: v.optional(v.nullable(v.pipe(v.string(), v.transform(printable)))),
});

const answerSchema = v.object({
  clusters: v.optional(v.nullable(v.array(clusterSchema)), []),
  page_info: v.optional(v.nullable(v.object({ total_count: v.number() }))),
});

/**
 * All clusters that these credentials may see, page by page.
 * @throws ToolError `network`, `tls`, `timeout`, `api_error`, `api_answer_invalid`
 * @see https://www.alibabacloud.com/help/en/ack/developer-reference/api-cs-2015-12-15-describeclustersv1
 */
export async function describeClusters(input: ClustersRequest, ports: ApiPorts): Promise<readonly ListedCluster[]> {
  const found: ListedCluster[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { clusters, page_info: info } = await describePage(input, page, ports);
    const listed = clusters ?? [];
    found.push(...listed.map(toCluster));
    if (listed.length === 0 || found.length >= (info?.total_count ?? 0)) break;
  }
  return found;
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
    method: "GET",
    path: "/api/v1/clusters",
    query: {
      page_number: String(page),
      page_size: String(PAGE_SIZE),
      ...(regionId !== undefined && { region_id: regionId }),
    },
    action: "DescribeClustersV1",
    version: CS_VERSION,
  } as const;
  return (await callCs(endpoint, request, credentials, answerSchema, ports)).value;
}
