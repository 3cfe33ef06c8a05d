/**
 * The documented states in which no API server answers: `initial` (being created), `failed` (not created), `inactive`,
 * `unavailable`, `deleting`, `deleted`, `delete_failed` (partly deleted), and for registered clusters `waiting` (not
 * connected yet) and `disconnected`. The other states are `running`, `updating`, `upgrading`, `scaling`, `removing` and
 * `draining` (nodes). An undocumented state counts as one of these: it is worth a try.
 * @see https://www.alibabacloud.com/help/en/ack/developer-reference/api-cs-2015-12-15-describeclusterdetail
 *   and `DescribeClustersV1ResponseBodyClusters.state` of the package `@alicloud/cs20151215`
 */
const WITHOUT_SERVER: ReadonlySet<string> = new Set([
  "initial",
  "failed",
  "inactive",
  "unavailable",
  "deleting",
  "deleted",
  "delete_failed",
  "waiting",
  "disconnected",
]);

/** Whether the API server of a cluster in this state answers. */
export function isLive(state: string): boolean {
  return !WITHOUT_SERVER.has(state);
}
