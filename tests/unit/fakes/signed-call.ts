import { randomUUID } from "node:crypto";
import type { FakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";
import type { AccessKey } from "../../fakes/cloud/model.ts";
import { roaSignature, roaStringToSign } from "../../fakes/signing/roa-signature.ts";
import { rpcSignature, rpcStringToSign } from "../../fakes/signing/rpc-signature.ts";

/** How a call may differ from an ordinary one. */
export interface CallOptions {
  readonly query?: Readonly<Record<string, string>>;
  /** Changed before the call is signed; undefined removes a header. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly secret?: string;
}

/** A GET to the CS API, signed with ROA. */
export function callCs(cloud: FakeCloud, key: AccessKey, path: string, options: CallOptions = {}): Promise<Response> {
  const url = new URL(path, cloud.addresses.cs.url);
  for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.set(name, value);
  const headers: Record<string, string> = Object.fromEntries(
    Object.entries({
      accept: "application/json",
      date: new Date(cloud.state.now()).toUTCString(),
      "x-acs-action": "DescribeClusterUserKubeconfig",
      "x-acs-version": "2015-12-15",
      "x-acs-signature-method": "HMAC-SHA1",
      "x-acs-signature-version": "1.0",
      "x-acs-signature-nonce": randomUUID(),
      "x-acs-accesskey-id": key.securityToken && key.accessKeyId,
      "x-acs-security-token": key.securityToken,
      ...options.headers,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const stringToSign = roaStringToSign({
    method: "GET",
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: "",
  });
  const signature = roaSignature(options.secret ?? key.accessKeySecret, stringToSign);
  return fetch(url, {
    headers: { ...headers, authorization: `acs ${key.accessKeyId}:${signature}` },
    tls: { ca: cloud.certificateAuthorityPem },
    redirect: "manual",
  });
}

/** A POST to STS with everything in the query; signed unless there is no key. */
export function callSts(
  cloud: FakeCloud,
  key: AccessKey | undefined,
  action: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const url = new URL(cloud.addresses.sts.url);
  const query = new URLSearchParams({
    Action: action,
    Format: "JSON",
    Version: "2015-04-01",
    SignatureNonce: randomUUID(),
    Timestamp: `${new Date(cloud.state.now()).toISOString().slice(0, 19)}Z`,
    ...parameters,
  });
  if (key !== undefined) {
    query.set("AccessKeyId", key.accessKeyId);
    query.set("SignatureMethod", "HMAC-SHA1");
    query.set("SignatureVersion", "1.0");
    if (key.securityToken !== undefined) query.set("SecurityToken", key.securityToken);
    query.set("Signature", rpcSignature(key.accessKeySecret, rpcStringToSign("POST", query)));
  }
  url.search = query.toString();
  return fetch(url, { method: "POST", tls: { ca: cloud.certificateAuthorityPem } });
}

/** The path of the kubeconfig of a cluster. */
export function userConfigPath(clusterId: string): string {
  return `/k8s/${clusterId}/user_config`;
}
