import type { ApiPorts } from "../api-types.ts";
import type { DescribeClusterUserKubeconfigResponseBody } from "@alicloud/cs20151215";
import * as v from "valibot";
import { shellWord } from "../../errors/quote-shell-word.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { unusableResponse } from "../read-response.ts";
import { clockSkew, describeSkew, isSkewed } from "../clock-skew.ts";
import type { CloudCredentials } from "../cloud-credentials.ts";
import type { HttpResponse } from "../../http/http-client.ts";
import { percentEncode } from "../signature/percent-encode.ts";
import { callCs, CS } from "./call-cs.ts";

/** The shortest lifetime that the API allows, minutes: for an answer whose certificate is thrown away. */
export const SHORTEST_MINUTES = 15;

/** The request. */
export interface KubeconfigRequest {
  /** Base URL. */
  readonly endpoint: string;
  readonly clusterId: string;
  /** Lifetime of the certificate, minutes; 0 = the server's long-lived one. */
  readonly durationMinutes: number;
  readonly credentials: CloudCredentials;
  /**
   * Whether the kubeconfig should contain the API server's address inside the VPC; true by default, as in the Go tool
   * when it needs only the certificate, which is the same either way.
   */
  readonly privateAddress?: boolean;
}

/** The answer's fields, named as on the wire. */
export type ClusterUserKubeconfig = Required<Pick<DescribeClusterUserKubeconfigResponseBody, "config">> & {
  /** ms since the epoch; undefined if the answer has none. */
  readonly expiration: number | undefined;
};

const answerSchema = v.object({
  config: v.pipe(v.string(), v.nonEmpty()),
  expiration: v.nullish(v.string(), ""),
});

/**
 * A kubeconfig of this identity for a cluster, with a new client certificate.
 * @throws ToolError `network`, `tls`, `timeout`, `api_error`, `api_answer_invalid`
 * @see https://www.alibabacloud.com/help/en/ack/developer-reference/api-cs-2015-12-15-describeclusteruserkubeconfig
 */
export async function describeClusterUserKubeconfig(
  input: KubeconfigRequest,
  ports: ApiPorts,
): Promise<ClusterUserKubeconfig> {
  const request = {
    path: `/k8s/${percentEncode(input.clusterId)}/user_config`,
    query: {
      ...((input.privateAddress ?? true) && { PrivateIpAddress: "true" }),
      ...(input.durationMinutes > 0 && { TemporaryDurationMinutes: String(input.durationMinutes) }),
    },
    action: "DescribeClusterUserKubeconfig",
  };
  const { value, answer } = await callCs(input.endpoint, request, input.credentials, answerSchema, ports).catch(
    (error: unknown) => {
      throw withNameForId(error, input.clusterId);
    },
  );
  const skew = clockSkew(answer, ports.now());
  if (isSkewed(skew))
    ports.log.warn(
      `the clock of this machine is ${describeSkew(skew)}: certificates may look expired or not yet valid`,
    );
  return { config: value.config, expiration: readExpiration(value.expiration, answer) };
}

/** The API's error; if it knows no such cluster, and the id looks like a name, the hint says so. */
function withNameForId(error: unknown, id: string): unknown {
  if (!(error instanceof ToolError) || !/ClusterNotFound/.test(String(error.details["api code"]))) return error;
  if (/^c[0-9a-f]{32}$/.test(id)) return error;
  const hint = `${JSON.stringify(id)} looks like a cluster's name, not its id: ack-ram-tool get-kubeconfig ${shellWord(id)}`;
  return new ToolError({ code: error.code, message: error.message, hint, details: error.details, cause: error });
}

/** ms since the epoch; undefined if the answer has no expiration. @throws ToolError `api_answer_invalid` */
function readExpiration(text: string, answer: HttpResponse): number | undefined {
  if (text.trim() === "") return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw unusableResponse(CS, answer, "expiration is not a date");
  return time;
}
