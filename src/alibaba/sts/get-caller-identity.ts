import type { ApiPorts } from "../api-types.ts";
import * as v from "valibot";
import type { AccessKeyCredentials } from "../cloud-credentials.ts";
import { callSts } from "./call-sts.ts";

const text = v.nullish(v.string());

const answerSchema = v.object({
  AccountId: v.string(),
  Arn: v.string(),
  IdentityType: text,
  PrincipalId: text,
  RoleId: text,
  UserId: text,
});

/** The identity behind credentials, fields named as on the wire. */
export type CallerIdentity = v.InferOutput<typeof answerSchema>;

/**
 * The identity behind the credentials.
 * @param endpoint base URL of STS
 * @throws ToolError as {@link callSts}
 * @see https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-getcalleridentity
 */
export async function getCallerIdentity(
  endpoint: string,
  credentials: AccessKeyCredentials,
  ports: ApiPorts,
): Promise<CallerIdentity> {
  const request = { action: "GetCallerIdentity", parameters: {} };
  return await callSts(endpoint, request, credentials, answerSchema, ports);
}
