import type { Deadline } from "../../../deadline.ts";
import { stsEndpoint } from "../../../credentials/sts-endpoint.ts";
import type { Subject } from "../../../doctor/facts.ts";
import { readClusterConfig } from "../../../exec-credential/cluster-config.ts";
import {
  configOf,
  currentContext,
  type KubeconfigFile,
  type PluginUser,
  type ViewedCluster,
} from "../../../kubeconfig/kubeconfig-view.ts";
import { cacheDirectories } from "../../../paths.ts";
import type { World } from "../../../world/world.ts";
import { rootCommand } from "../root.ts";
import { getCredentialFlags } from "../../flags/get-credential-flags.ts";
import { flagValues } from "../../arguments/flag-values.ts";
import type { FlagValue, FlagValues } from "../../arguments/flag.ts";
import { globalFlags } from "../../flags/global-flags.ts";
import { parseArguments } from "../../arguments/parse-arguments.ts";
import { credentialSettings, csEndpoint, readClusterId, readExpiration } from "../../arguments/settings.ts";

type Values = FlagValues<Omit<typeof getCredentialFlags, "cluster-id"> & typeof globalFlags> & {
  readonly "cluster-id": string | undefined;
};

/** Flags that say how the doctor works, not what the plugin does. */
const OWN_FLAGS: ReadonlySet<string> = new Set([
  "kubeconfig",
  "output",
  "timeout",
  "log-level",
  "verbose",
  "assume-yes",
]);

/**
 * What the doctor shall examine: with `--cluster-id` what the flags say, without it what the current kubeconfig context
 * makes kubectl run. Flags that are typed beside change that: would it work with another profile?
 * @throws ToolError `usage`
 */
export async function doctorSubject(
  flags: Values,
  kubeconfigs: readonly KubeconfigFile[],
  world: World,
  deadline: Deadline,
): Promise<Subject> {
  const current = currentContext(kubeconfigs);
  const line = current?.user === undefined ? undefined : await readLine(current.user, current.cluster, world);
  const typed = await typedFlags(world);
  const fromLine = flags["cluster-id"] === undefined && line?.values !== undefined;
  const said = new Map([...(fromLine ? line.given : []), ...typed]);
  const values: Values = fromLine ? pluginValues(said, world) : flags;
  const settings = credentialSettings(values, said, world.env);
  const clusterId = values["cluster-id"];
  const isCurrent = clusterId !== undefined && line?.values?.["cluster-id"] === clusterId;
  return {
    clusterId,
    description: describe(clusterId, fromLine ? current?.name : undefined, [...typed.keys()]),
    settings,
    csEndpoint: csEndpoint(values, said, world.env, { regionOfCluster: fromLine ? line.region : undefined }),
    stsEndpoint: stsEndpoint({ settings, world }),
    expirationMinutes: readExpiration(values.expiration),
    cacheDirectories: cacheDirectories(values["credential-cache-dir"], world),
    kubeconfigs,
    context: isCurrent ? current : undefined,
    problemWith: async (user) => (await readLine(user, undefined, world)).problem,
    deadline,
  };
}

function describe(clusterId: string | undefined, context: string | undefined, typed: readonly string[]): string {
  if (clusterId === undefined) return "no cluster: name one with --cluster-id, or make its context the current one";
  if (context === undefined) return `cluster ${clusterId}, as these flags say`;
  const changed = typed.length === 0 ? "" : `, but with ${typed.map((name) => `--${name}`).join(", ")} as typed here`;
  return `cluster ${clusterId}, as kubectl gets its credentials in context ${JSON.stringify(context)}${changed}`;
}

type Given = ReadonlyMap<string, FlagValue>;

/** The flags of this command line that the plugin has too. */
async function typedFlags({ argv }: World): Promise<Given> {
  const { given } = await parseArguments(argv, rootCommand, globalFlags);
  return new Map([...given].filter(([name]) => !OWN_FLAGS.has(name)));
}

/** A kubeconfig's plugin line: its flags, or what is wrong with it. */
interface Line {
  readonly given: Given;
  /** The cluster's own, where kubectl passes it on. */
  readonly region?: string | undefined;
  readonly problem: string | undefined;
  readonly values: Values | undefined;
}

/** @param cluster the one that kubectl would pass on; undefined = any */
async function readLine(user: PluginUser, cluster: ViewedCluster | undefined, world: World): Promise<Line> {
  const { command, given, mistake } = await parseArguments(user.args, rootCommand, globalFlags);
  if (mistake !== undefined) return { given, problem: mistake.message, values: undefined };
  if (!/^get-(?:credential|token)$/.test(command.meta.name)) {
    return { given, problem: "they do not name get-credential or get-token", values: undefined };
  }
  try {
    const isShared = user.provideClusterInfo && !given.has("cluster-id");
    if (isShared && cluster === undefined) return { given, problem: undefined, values: undefined };
    const { clusterId, regionId } = readClusterConfig(isShared && cluster ? configOf(cluster) : null);
    const completed = new Map([...(clusterId === undefined ? [] : [["cluster-id", clusterId] as const]), ...given]);
    return { given: completed, region: regionId, problem: undefined, values: pluginValues(completed, world) };
  } catch (error) {
    return { given, problem: error instanceof Error ? error.message : "unknown error", values: undefined };
  }
}

/** The plugin's settings, its environment and defaults included; of two values of one flag the last. @throws ToolError `usage` */
function pluginValues(given: Iterable<readonly [string, FlagValue]>, { env }: World): Values {
  // get-token has a part of the same flags.
  const values = flagValues({ ...getCredentialFlags, ...globalFlags }, new Map(given), env);
  readClusterId(values["cluster-id"]);
  readExpiration(values.expiration);
  return values;
}
