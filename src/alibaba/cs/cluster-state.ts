/**
 * States in which no API server answers, out of those that the API documents: `initial` (being created), `failed` (to be
 * created), `inactive`, `unavailable`, `deleting`, `deleted`, `delete_failed` (half of it may be gone), and of registered
 * clusters `waiting` (to be connected) and `disconnected`. The others are `running`, `updating`, `upgrading`, `scaling`,
 * `removing` and `draining` (nodes). A state that is not documented counts as one of them: it is worth a try.
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
