import { askAgainAt, judgeByCaller } from "../../../cache/detect-refusal.ts";
import { type CachedCertificate, readCachedCertificate } from "../../../cache/certificate-cache.ts";
import { type CacheKey, cacheKey } from "../../../cache/key.ts";
import { type Resolution, resolveCredentials } from "../../../credentials/resolve.ts";
import { describeSource } from "../../../credentials/source-table.ts";
import { negotiateApiVersion } from "../../../exec-credential/api-version.ts";
import { renderExecCredential } from "../../../exec-credential/exec-credential.ts";
import { readExecInfo } from "../../../exec-credential/exec-info.ts";
import { getCredential } from "../../../get-credential/get-credential.ts";
import { cacheDirectories } from "../../../paths.ts";
import { defineCommand } from "../../command.ts";
import { credentialSettings, csEndpoint, readClusterId, readExpiration } from "../../arguments/settings.ts";
import { getCredentialFlags } from "../../flags/get-credential-flags.ts";

/**
 * `credential-plugin get-credential`: what kubectl runs. Everything imported here is loaded on a cache hit; what only a new
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
  args: getCredentialFlags,
  isHotPath: true,
  run: async ({ world, log, flags, given, deadline }) => {
    const startedAt = world.now();
    const execInfo = await readExecInfo(world.env);
    const { clusterId, regionOfCluster } =
      execInfo?.cluster === undefined
        ? { clusterId: readClusterId(flags["cluster-id"]), regionOfCluster: undefined }
        : (await import("./cluster-of-call.ts")).clusterOfCall(execInfo.cluster, flags, given);
    const expirationMinutes = readExpiration(flags.expiration);
    const usualEndpoint = csEndpoint(flags, given, world.env, { regionOfCluster });
    const { version, warning } = negotiateApiVersion(flags["api-version"], execInfo?.apiVersion);
    if (warning !== undefined) log.warn(warning);

    const context = { settings: credentialSettings(flags, given, world.env), world };
    const resolution = await resolveCredentials(context);
    const { vpc } = resolution;
    const endpoint = vpc === undefined ? usualEndpoint : csEndpoint(flags, given, world.env, { regionOfCluster, vpc });
    const keyOf = ({ identity, secret }: Resolution) =>
      cacheKey({ clusterId, csEndpoint: endpoint, expirationMinutes, identity }, secret);
    const key = keyOf(resolution);
    const { source, origin } = resolution;

    const ports = { ...world, log };
    const directories = cacheDirectories(flags["credential-cache-dir"], world);
    const readCache = (of: CacheKey): Promise<CachedCertificate | undefined> =>
      flags["no-cache"] ? Promise.resolve(undefined) : readCachedCertificate(directories, of, ports);
    let tidyUp: (() => Promise<void>) | undefined;
    const certificate = await getCredential(flags["force-refresh"], {
      readCache: () => readCache(key),
      judge: (cached) => (execInfo === undefined ? Promise.resolve("accepted") : judgeByCaller(cached, ports)),
      warnOfRefusal: ({ entry }) => {
        const [from, again] = [entry.issuedAt, askAgainAt(entry, world.now())].map((ms) => new Date(ms).toISOString());
        log.warn(
          `the API server may have refused this certificate (401 Unauthorized), which is from ${from}: too new to be asked for again before ${again}; to ask now: ack-ram-tool cache clear -c ${clusterId}`,
        );
      },
      noteHit: ({ entry, files }) => {
        // Without a hit the session tells them.
        for (const text of resolution.shadowed) log.warn(text);
        log.debug(
          () =>
            `cache hit for ${describeSource(source)} (${origin.description}): the certificate in ${files.entry} is valid until ${new Date(entry.certificate.notAfter).toISOString()}`,
        );
      },
      renew: async (reason, cached) => {
        log.debug(() => `credentials: ${describeSource(source)} from ${origin.description}`);
        const { renew } = await import("../../../get-credential/renew.ts");
        return await renew(
          {
            reason,
            cached: cached?.entry,
            clusterId,
            sourceDescription: describeSource(source),
            deadline,
            startedAt,
            isPluginCall: execInfo !== undefined,
          },
          {
            found: resolution,
            key,
            directories: flags["no-cache"] ? undefined : directories,
            csEndpoint: endpoint,
            expirationMinutes,
            readCache,
            afterwards: (work) => {
              tidyUp = work;
            },
            currentKey: async () => keyOf(await resolveCredentials(context)),
          },
          ports,
        );
      },
      now: world.now,
      random: world.random,
    });
    await world.stdout(renderExecCredential(version, certificate));
    await tidyUp?.();
  },
});
