import { type Check, ok, skipped } from "../check.ts";

/** Whether RAM lets this identity have a certificate of the cluster: one is requested and thrown away. */
export const permissionCheck: Check = {
  name: "permission",
  isOfCall: true,
  isForRenewal: true,
  run: async (facts) => {
    const issued = await facts.issued();
    if ("unknown" in issued) return [skipped(`not tried: ${issued.unknown}`)];
    return [ok(`cs:DescribeClusterUserKubeconfig is allowed on ${facts.subject.clusterId ?? ""}`)];
  },
};
