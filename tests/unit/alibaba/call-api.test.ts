import type { ApiPorts } from "../../../src/alibaba/api-types.ts";
import { expect, test } from "bun:test";
import { createCloudCredential } from "../../../src/alibaba/cloud-sso/create-cloud-credential.ts";
import { describeClusterUserKubeconfig } from "../../../src/alibaba/cs/describe-cluster-user-kubeconfig.ts";
import { describeClusters } from "../../../src/alibaba/cs/describe-clusters.ts";
import { exchangeAccessTokenForSts } from "../../../src/alibaba/oauth/exchange-access-token-for-sts.ts";
import { redeemRefreshToken } from "../../../src/alibaba/oauth/redeem-refresh-token.ts";
import { assumeRole } from "../../../src/alibaba/sts/assume-role.ts";
import { getCallerIdentity } from "../../../src/alibaba/sts/get-caller-identity.ts";
import { NOW } from "../../support/fake-world.ts";
import { httpResponse } from "../../support/http-response.ts";
import { CALLER } from "../../support/fake-caller.ts";
import { recordedLog } from "../../support/recorded-log.ts";
import { toolErrorOf } from "../../support/tool-error-of.ts";

const endpoint = "https://fake.example";
const credentials = { accessKeyId: "LTAIfake", accessKeySecret: "fake-secret", securityToken: undefined };
const role = { roleArn: "acs:ram::1:role/x", sessionName: "me", externalId: undefined, policy: undefined };
const access = { signInUrl: endpoint, accessToken: "fake-token", accountId: "1", accessConfiguration: "ac-1" };

const refusing: ApiPorts = {
  send: () => Promise.resolve(httpResponse(403, '{"Code":"NoPermission"}')),
  now: () => NOW,
  nonce: () => "nonce",
  log: recordedLog(),
  caller: CALLER,
};

test.each<[string, (ports: ApiPorts) => Promise<unknown>, RegExp]>([
  [
    "DescribeClusterUserKubeconfig",
    (ports) => describeClusterUserKubeconfig({ endpoint, credentials, clusterId: "c1", durationMinutes: 0 }, ports),
    /action cs:DescribeClusterUserKubeconfig on this cluster, and .*RBAC/,
  ],
  [
    "DescribeClustersV1",
    (ports) => describeClusters({ endpoint, credentials, regionId: undefined }, ports),
    /action cs:DescribeClustersV1$/,
  ],
  [
    "AssumeRole",
    (ports) => assumeRole(endpoint, { ...role, durationSeconds: undefined }, credentials, ports),
    /allow the caller sts:AssumeRole on this role/,
  ],
  ["GetCallerIdentity", (ports) => getCallerIdentity(endpoint, credentials, ports), /action sts:GetCallerIdentity$/],
  ["CloudSSO's CreateCloudCredential", (ports) => createCloudCredential(access, ports), /^(?!.*RAM)/],
  ["a refresh of OAuth tokens", (ports) => redeemRefreshToken(endpoint, "client", "fake-token", ports), /^(?!.*RAM)/],
  ["an exchange of an OAuth token", (ports) => exchangeAccessTokenForSts(endpoint, "fake-token", ports), /^(?!.*RAM)/],
])("a refusal of %s names the action that was called", async (_, call, hint) => {
  const error = await toolErrorOf(() => call(refusing));
  expect(error.code).toBe("api_error");
  expect(error.hint).toMatch(hint);
});
