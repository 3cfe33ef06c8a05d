import { productEndpoint } from "../../../alibaba/endpoint.ts";
import type { Subject } from "../../../doctor/facts.ts";
import { currentContext, type KubeconfigFile } from "../../../kubeconfig/kubeconfig-view.ts";
import { cacheDirectories } from "../../../paths.ts";
import type { World } from "../../../world/world.ts";
import { rootCommand } from "../root.ts";
import { getCredentialFlags } from "../../flags/get-credential-flags.ts";
import { flagValues } from "../../arguments/flag-values.ts";
import type { FlagValues } from "../../arguments/flag.ts";
import { globalFlags } from "../../flags/global-flags.ts";
import { parseArguments } from "../../arguments/parse-arguments.ts";
import { credentialSettings, readClusterId, readExpiration, readTimeout } from "../../arguments/settings.ts";

type Values = FlagValues<Omit<typeof getCredentialFlags, "cluster-id"> & typeof globalFlags> & {
  readonly "cluster-id": string | undefined;
};

/**
 * What the doctor shall examine: with `--cluster-id` what the flags say, without it what the current kubeconfig context
 * makes kubectl run.
 */
export async function doctorSubject(
  flags: Values,
  kubeconfigs: readonly KubeconfigFile[],
  world: World,
): Promise<Subject> {
  const current = currentContext(kubeconfigs);
  const line = current?.user === undefined ? undefined : (await readLine(current.user.args, world)).values;
  const fromLine = flags["cluster-id"] === undefined;
  const values: Values = (fromLine && line) || flags;
  const clusterId = values["cluster-id"];
  const isCurrent = clusterId !== undefined && line?.["cluster-id"] === clusterId;
  return {
    clusterId,
    description: describe(clusterId, fromLine && line ? current?.name : undefined),
    settings: credentialSettings(values, values["role-arn"]),
    csEndpoint: productEndpoint("cs", values["cs-endpoint"], values["region-id"]),
    stsEndpoint: productEndpoint("sts", values["sts-endpoint"], values["region-id"]),
    expirationMinutes: readExpiration(values.expiration),
    cacheDirectories: cacheDirectories(values["credential-cache-dir"], world),
    kubeconfigs,
    context: isCurrent ? current : undefined,
    problemWith: async (args) => (await readLine(args, world)).problem,
    timeoutMs: readTimeout(flags.timeout),
  };
}

function describe(clusterId: string | undefined, context: string | undefined): string {
  if (clusterId === undefined) return "no cluster: name one with --cluster-id, or make its context the current one";
  return context === undefined
    ? `cluster ${clusterId}, as these flags say`
    : `cluster ${clusterId}, as kubectl gets its credentials in context "${context}"`;
}

interface Line {
  readonly problem: string | undefined;
  readonly values: Values | undefined;
}

/** The flags of a kubeconfig's plugin line, or what is wrong with it. */
async function readLine(args: readonly string[], { env }: World): Promise<Line> {
  const { path, given, mistake } = await parseArguments(args, rootCommand, globalFlags);
  if (mistake !== undefined) return { problem: mistake.message, values: undefined };
  if (!/^get-(?:credential|token)$/.test(path.at(-1)?.meta.name ?? "")) {
    return { problem: "they do not name get-credential or get-token", values: undefined };
  }
  try {
    // get-token has a part of the same flags.
    const values = flagValues({ ...getCredentialFlags, ...globalFlags }, given, env);
    readClusterId(values["cluster-id"]);
    readExpiration(values.expiration);
    return { problem: undefined, values };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : "unknown error", values: undefined };
  }
}
