import { productEndpoint } from "../../alibaba/endpoint.ts";
import { diskCache, noCache } from "../../cache/certificate-cache.ts";
import { cacheKey } from "../../cache/key.ts";
import { resolveCredentials } from "../../credentials/resolve.ts";
import { describeSource, sourceIdentity } from "../../credentials/source-table.ts";
import { API_VERSIONS, negotiateApiVersion } from "../../exec-credential/api-version.ts";
import { renderExecCredential } from "../../exec-credential/exec-credential.ts";
import { readExecInfo } from "../../exec-credential/exec-info.ts";
import { getCredential } from "../../get-credential/get-credential.ts";
import { absolutePath, expandTilde, homeDirectory } from "../../paths.ts";
import { defineCommand } from "../command.ts";
import { globalFlags } from "../global-flags.ts";
import { credentialSettings, readClusterId, readExpiration, readTimeout } from "../settings.ts";
import { getCredentialFlags } from "./get-credential-flags.ts";

/**
 * `credential-plugin get-credential`: what kubectl runs. Everything imported here is on the warm path; what only a new
 * certificate needs is loaded when one is needed.
 */
export const getCredentialCommand = defineCommand({
  meta: {
    name: "get-credential",
    description: "Print an ExecCredential with a client certificate for an ACK cluster, for kubectl",
  },
  examples: [
    "ack-ram-tool credential-plugin get-credential --cluster-id c1234567890abcdef1234567890abcdef",
    "ack-ram-tool credential-plugin get-credential -c ID --profile-name prod --expiration 8h --api-version v1",
  ],
  args: { ...getCredentialFlags, ...globalFlags },
  run: async ({ world, log, flags }) => {
    const clusterId = readClusterId(flags["cluster-id"]);
    const expirationMinutes = readExpiration(flags.expiration);
    const timeoutMs = readTimeout(flags.timeout);
    const csEndpoint = productEndpoint("cs", flags["cs-endpoint"], flags["region-id"]);
    const flagVersion = API_VERSIONS.find((version) => version === flags["api-version"]);
    const { version, warning } = negotiateApiVersion(flagVersion, readExecInfo(world.env)?.apiVersion);
    if (warning !== undefined) log.warn(warning);

    const settings = credentialSettings(flags, flags["role-arn"]);
    const directory = expandTilde(flags["credential-cache-dir"], homeDirectory(world));
    const locate = async () => {
      const { source, origin } = await resolveCredentials({ settings, world });
      const identity = [...origin.identity, sourceIdentity(source)];
      const key = cacheKey({ clusterId, csEndpoint, expirationMinutes, identity });
      const cache =
        directory === undefined ? noCache : diskCache(absolutePath(directory, world.cwd()), key, { ...world, log });
      return { source, origin, cache };
    };

    const { source, origin, cache } = await locate();
    log.debug(`credentials: ${describeSource(source)} from ${origin.description}`);
    let writeTo = cache;
    // A new sign-in token is a new key: the next call must find the certificate under it.
    const onFileRewritten = async () => {
      writeTo = (await locate()).cache;
    };
    const certificate = await getCredential({
      cache: { read: cache.read, write: (entry) => writeTo.write(entry) },
      issue: async () => {
        const { issueCertificate } = await import("../../get-credential/issue-certificate.ts");
        return await issueCertificate(
          { source, csEndpoint, clusterId, expirationMinutes, timeoutMs, onFileRewritten },
          { ...world, log },
        );
      },
      clusterId,
      sourceDescription: describeSource(source),
      now: world.now,
      fraction: world.fraction,
      log,
    });
    world.stdout(renderExecCredential(version, certificate));
  },
});
