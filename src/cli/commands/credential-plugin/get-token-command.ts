import { resolveCredentials } from "../../../credentials/resolve-credentials.ts";
import { readVariable, variablesAfterPrefix } from "../../../environment/read-variable.ts";
import * as VARIABLES from "../../../environment/variable-names.ts";
import { negotiateApiVersion } from "../../../exec-credential/api-version.ts";
import { renderTokenCredential } from "../../../exec-credential/render-exec-credential.ts";
import { readExecInfo } from "../../../exec-credential/exec-info-from-environment.ts";
import { getToken } from "../../../get-token/get-token.ts";
import { defineCommand } from "../../command.ts";
import { readClusterId } from "../../flags/cluster-id-flag.ts";
import { credentialSettings } from "../../flags/credential-settings.ts";
import { csEndpoint } from "../../flags/cs-endpoint-flag.ts";
import { getCredentialFlags } from "../../flags/get-credential-flags.ts";

/**
 * `credential-plugin get-token`: for clusters with ack-ram-authenticator. Nothing is cached, because a token is signed
 * locally. Only a call without `--cluster-id` asks the ACK API, to check the cluster's CA.
 */
export const getTokenCommand = defineCommand({
  meta: {
    name: "get-token",
    description: "Print an ExecCredential with a token for an ACK cluster that has ack-ram-authenticator, for kubectl",
  },
  examples: [
    "ack-ram-tool credential-plugin get-token --cluster-id c1234567890abcdef1234567890abcdef",
    "ack-ram-tool credential-plugin get-token -c ID --role-arn acs:ram::1234567890123456:role/ci",
  ],
  args: {
    "cluster-id": getCredentialFlags["cluster-id"],
    "role-arn": getCredentialFlags["role-arn"],
    "api-version": getCredentialFlags["api-version"],
  },
  run: async ({ world, flags, given, deadline }) => {
    const execInfo = await readExecInfo(world.env);
    const ofCall =
      execInfo?.cluster && (await import("./choose-cluster.ts")).chooseCluster(execInfo.cluster, flags, given);
    const clusterId = ofCall?.clusterId ?? readClusterId(flags["cluster-id"]);
    const { version, warning } = negotiateApiVersion(flags["api-version"], execInfo?.apiVersion);
    if (warning !== undefined) world.log.warn(warning);

    const settings = credentialSettings(flags, given, world.env);
    const found = await resolveCredentials({ settings, world });
    const prefix = readVariable(world.env, VARIABLES.tokenExtraKeyPrefix);
    const extraQuery = prefix === undefined ? {} : variablesAfterPrefix(world.env, prefix);
    const claimed = ofCall?.claimedBy && {
      clusterId,
      csEndpoint: csEndpoint(flags, given, world.env, { regionOfCluster: ofCall.regionOfCluster, vpc: found.vpc }),
      cluster: ofCall.claimedBy,
    };
    const { token, expiresAt } = await getToken({ found, clusterId, extraQuery, deadline, claimed }, world);
    await world.stdout(renderTokenCredential(version, token, expiresAt));
  },
});
