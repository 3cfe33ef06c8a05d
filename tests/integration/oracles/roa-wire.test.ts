import { expect, test } from "bun:test";
import CsClient, { DescribeClusterUserKubeconfigRequest } from "@alicloud/cs20151215";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import type { AccessKey } from "../../fakes/cloud/model.ts";
import type { RecordedRequest } from "../../fakes/server/request-log.ts";
import { getCredential, variablesOf } from "../../support/command-lines.ts";
import { type Scene, setScene } from "../../support/scene.ts";

/** What differs from call to call, or says which program calls. */
const OWN = new Set(["x-acs-signature-nonce", "x-acs-credentials-provider"]);

const isSigned = (name: string): boolean => /^(?:x-acs-.*|accept|content-md5|content-type)$/.test(name);

/** The parts of a request that the signature covers, and the signature's owner. */
function signedParts({ method, path, query, headers }: RecordedRequest): object {
  return {
    method,
    path,
    query: Object.fromEntries(query),
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => isSigned(name) && !OWN.has(name))),
    date: /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(headers["date"] ?? ""),
    signer: headers["authorization"]?.replace(/:.*$/, ""),
  };
}

async function askOfficially({ cloud }: Scene, key: AccessKey, minutes: number | undefined): Promise<void> {
  const { accessKeyId, accessKeySecret, securityToken } = key;
  const config = new $OpenApiUtil.Config({
    accessKeyId,
    accessKeySecret,
    ...(securityToken !== undefined && { securityToken }),
    endpoint: cloud.addresses.cs.host,
    ca: cloud.certificateAuthorityPem,
    signatureAlgorithm: "v2",
  });
  const fields = { privateIpAddress: true, ...(minutes !== undefined && { temporaryDurationMinutes: minutes }) };
  const request = new DescribeClusterUserKubeconfigRequest(fields);
  await new CsClient(config).describeClusterUserKubeconfig(cloud.clusters.production.id, request);
}

const alice = ({ cloud }: Scene): AccessKey => cloud.identities.alice;
const session = ({ cloud }: Scene): AccessKey => cloud.openSession(cloud.roles.ci);

test.each<[string, (scene: Scene) => AccessKey, string, number | undefined]>([
  ["an access key", alice, "3h", 180],
  ["an access key, for the long-lived certificate", alice, "0", undefined],
  ["an STS token", session, "15m", 15],
  ["an STS token, for the long-lived certificate", session, "0", undefined],
])("with %s our call is the official client's, header for header", async (_, keyOf, expiration, minutes) => {
  await using scene = await setScene();
  const key = keyOf(scene);
  await askOfficially(scene, key, minutes);
  await scene.runInProcess(getCredential(scene.cloud, "--expiration", expiration), variablesOf(key));

  const [official, ours] = scene.cloud.requests.of("cs");
  if (official === undefined || ours === undefined) throw new Error("one of the calls did not arrive");
  expect([official.status, ours.status]).toEqual([200, 200]);
  expect(signedParts(ours)).toEqual(signedParts(official));
});
