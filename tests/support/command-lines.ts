import type { AccessKey } from "../fakes/cloud/model.ts";
import type { FakeCloud } from "../fakes/cloud/start-fake-cloud.ts";

/** The arguments that ask for a certificate of the production cluster, and more after them. */
export function getCredential(cloud: FakeCloud, ...more: readonly string[]): string[] {
  return ["credential-plugin", "get-credential", "--cluster-id", cloud.clusters.production.id, ...more];
}

/** The variables that hand an access key to the program. */
export function variablesOf({ accessKeyId, accessKeySecret, securityToken }: AccessKey): Record<string, string> {
  return {
    ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
    ...(securityToken !== undefined && { ALIBABA_CLOUD_SECURITY_TOKEN: securityToken }),
  };
}
