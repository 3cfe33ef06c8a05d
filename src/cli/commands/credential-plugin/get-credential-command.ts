import { negotiateApiVersion } from "../../../exec-credential/api-version.ts";
import { renderExecCredential } from "../../../exec-credential/render-exec-credential.ts";
import { readExecInfo } from "../../../exec-credential/exec-info-from-environment.ts";
import { type CredentialRequest, getCredential } from "../../../get-credential/get-credential.ts";
import { cacheDirectories } from "../../../cache/locate-cache-directory.ts";
import { defineCommand } from "../../command.ts";
import { readClusterId } from "../../flags/cluster-id-flag.ts";
import { credentialSettings } from "../../flags/credential-settings.ts";
import { csEndpoint } from "../../flags/cs-endpoint-flag.ts";
import { readExpiration } from "../../flags/expiration-flag.ts";
import { getCredentialFlags } from "../../flags/get-credential-flags.ts";

/** `credential-plugin get-credential`: the command that kubectl runs. Every cache hit loads what is imported here. */
export const getCredentialCommand = defineCommand({
  meta: {
    name: "get-credential",
    description: "Print an ExecCredential with a client certificate for an ACK cluster, for kubectl",
  },
  examples: [
    "ack-ram-tool credential-plugin get-credential --cluster-id c1234567890abcdef1234567890abcdef",
    "ack-ram-tool credential-plugin get-credential -c ID --profile-name prod --expiration 8h --api-version v1",
  ],
  args: getCredentialFlags,
  isHotPath: true,
  run: async ({ world, flags, given, deadline }) => {
    const startedAt = world.now();
    const execInfo = await readExecInfo(world.env);
    const { clusterId, regionOfCluster } =
      execInfo?.cluster === undefined
        ? { clusterId: readClusterId(flags["cluster-id"]), regionOfCluster: undefined }
        : (await import("./choose-cluster.ts")).chooseCluster(execInfo.cluster, flags, given);
    const { version, warning } = negotiateApiVersion(flags["api-version"], execInfo?.apiVersion);
    if (warning !== undefined) world.log.warn(warning);

    const csEndpointIn: CredentialRequest["csEndpointIn"] = (vpc) =>
      csEndpoint(flags, given, world.env, { regionOfCluster, vpc });
    // Throws for a wrong flag, before the search for credentials.
    csEndpointIn(undefined);
    const { certificate, tidyUp } = await getCredential(
      {
        settings: credentialSettings(flags, given, world.env),
        clusterId,
        csEndpointIn,
        expirationMinutes: readExpiration(flags.expiration),
        cacheDirectories: flags["no-cache"] ? undefined : cacheDirectories(flags["credential-cache-dir"], world),
        forceRefresh: flags["force-refresh"],
        isPluginCall: execInfo !== undefined,
        startedAt,
        deadline,
      },
      world,
    );
    await world.stdout(renderExecCredential(version, certificate));
    await tidyUp?.();
  },
});
