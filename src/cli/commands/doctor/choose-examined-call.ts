import { stsEndpoint } from "../../../credentials/field-readers/choose-sts-endpoint.ts";
import type { Deadline } from "../../../command-deadline.ts";
import type { ArgumentsProblem, ExaminedCall, PluginArguments } from "../../../doctor/examined-call.ts";
import { ToolError, usageError } from "../../../errors/tool-error.ts";
import {
  currentContextName,
  findContext,
  type KubeconfigFile,
  type KubeconfigView,
  type LeadingContext,
  viewsOf,
} from "../../../kubeconfig/kubeconfig-view.ts";
import { argumentValue, FLAG_WORDS, pluginEntries, saidByCluster } from "../../../kubeconfig/plugin-entries.ts";
import { closestName } from "../../../errors/closest-name.ts";
import { cacheDirectories } from "../../../cache/locate-cache-directory.ts";
import { findProgram, searchPath } from "../../../environment/find-program.ts";
import { PROGRAM_NAME } from "../../../program-info.ts";
import type { World } from "../../../world/world.ts";
import type { FlagValues, Given } from "../../arguments/flag.ts";
import { readClusterId } from "../../flags/cluster-id-flag.ts";
import { credentialSettings } from "../../flags/credential-settings.ts";
import { csEndpoint } from "../../flags/cs-endpoint-flag.ts";
import { readExpiration } from "../../flags/expiration-flag.ts";
import { globalFlags } from "../../flags/global-flags.ts";
import { type PluginCall, parsePluginCall } from "../credential-plugin/parse-plugin-call.ts";
import { type doctorFlags, triedFlags } from "./doctor-flags.ts";

/** The command line. */
export interface DoctorCall {
  readonly flags: FlagValues<typeof doctorFlags & typeof globalFlags>;
  readonly given: Given;
  readonly kubeconfigs: readonly KubeconfigFile[];
  readonly deadline: Deadline;
}

/**
 * What the doctor examines: with `--cluster-id`, the flags' settings; without it, the plugin call of a kubeconfig
 * context, in which other flags (`--profile-name`, say) override the arguments.
 * @throws ToolError `usage`
 */
export async function chooseExaminedCall(call: DoctorCall, world: World): Promise<ExaminedCall> {
  const { flags, kubeconfigs, deadline } = call;
  if (flags["cluster-id"] !== undefined && flags.context !== undefined) {
    throw usageError("--cluster-id and --context exclude each other", "leave one of them out");
  }
  const typed = new Map([...call.given].filter(([name]) => TRIED.has(name)));
  const views = viewsOf(kubeconfigs);
  const contextName = flags.context ?? currentContextName(views);
  const context = contextName === undefined ? undefined : findContext(views, contextName);
  const plugin = context && (await readPlugin(context, typed, world));
  const wanted = flags["cluster-id"] === undefined ? undefined : readClusterId(flags["cluster-id"]);
  const isAboutKubectl = wanted === undefined;
  const isOfContext = isAboutKubectl || wanted === plugin?.clusterId;
  const shown = isOfContext ? context : undefined;
  const shared = {
    kubeconfigs,
    isKubeconfigNamed: flags.kubeconfig !== undefined,
    contextName,
    context: shown,
    nearestContext: nearestContext(contextName, views),
    typed: wordsOf(typed),
    isAboutKubectl,
    argumentsProblem: shown?.user && (await problemWith(shown.user, world)),
    isForToken: isAboutKubectl && plugin?.call?.command === "get-token",
    isCallKnown: !isAboutKubectl || plugin === undefined || plugin.call !== undefined,
    problemWith: (user: PluginArguments) => problemWith(user, world),
    program: (await findProgram(PROGRAM_NAME, searchPath(world), world)).length > 0 ? PROGRAM_NAME : world.executable(),
    kubectl: world,
    deadline,
  };
  if (isAboutKubectl && plugin?.call !== undefined) {
    const examined = ofCall(plugin.call, world);
    if (typed.has("sts-endpoint")) examined.stsEndpoint();
    return {
      ...shared,
      ...examined,
      clusterId: plugin.clusterId,
      description: describe(plugin, typed),
    };
  }
  const settings = credentialSettings(flags, call.given, world.env);
  const sts = stsEndpoint({ settings, world });
  const csEndpointIn: ExaminedCall["csEndpointIn"] = (vpc) => csEndpoint(flags, call.given, world.env, { vpc });
  csEndpointIn(undefined);
  return {
    ...shared,
    clusterId: wanted ?? plugin?.clusterId,
    description: wanted === undefined ? describeWithout(plugin, shared) : describeFlags(wanted),
    settings,
    csEndpointIn,
    stsEndpoint: () => sts,
    expirationMinutes: readExpiration(flags.expiration),
    cacheDirectories: cacheDirectories(flags["credential-cache-dir"], world),
  };
}

/** The flags that override the plugin's, without those about the doctor itself. */
const TRIED: ReadonlySet<string> = new Set(
  [...Object.keys(triedFlags), ...Object.keys(globalFlags)].filter(
    (name) => !["timeout", "log-level", "verbose", "assume-yes", "cluster-id"].includes(name),
  ),
);

/** The plugin call that kubectl makes in a context. */
interface Plugin {
  readonly context: LeadingContext;
  readonly clusterId: string | undefined;
  /** Undefined if its arguments are wrong. */
  readonly call: PluginCall | undefined;
}

async function readPlugin(context: LeadingContext, typed: Given, world: World): Promise<Plugin | undefined> {
  const { user, cluster } = context;
  if (user === undefined) return undefined;
  const said = saidByCluster(user, cluster);
  try {
    const call = await parsePluginCall(user, said.regionId, world, typed);
    const clusterId = call.values["cluster-id"] ?? said.clusterId;
    if (clusterId !== undefined) readClusterId(clusterId);
    return { context, clusterId, call };
  } catch {
    // Throws if the mistake is in the typed flags, not in the kubeconfig.
    await parsePluginCall({ args: ["credential-plugin", "get-credential"], env: {} }, undefined, world, typed);
    const clusterId = said.clusterId ?? argumentValue(user.args, FLAG_WORDS.clusterId);
    return { context, clusterId, call: undefined };
  }
}

function ofCall(call: PluginCall, world: World) {
  const { settings, csEndpointIn, expirationMinutes } = call;
  return {
    settings,
    csEndpointIn,
    stsEndpoint: () => stsEndpoint({ settings, world }),
    expirationMinutes,
    cacheDirectories: call.cacheDirectories,
  };
}

function describe({ context, clusterId }: Plugin, typed: Given): string {
  const changed = typed.size === 0 ? "" : `, but with your ${[...typed.keys()].map((name) => `--${name}`).join(", ")}`;
  const name = JSON.stringify(context.name);
  if (context.cluster === undefined) return `context ${name}: kubectl cannot get credentials${changed}`;
  if (clusterId === undefined) return `context ${name}: it names no cluster${changed}`;
  return `cluster ${clusterId}, as kubectl gets its credentials in context ${name}${changed}`;
}

function describeFlags(clusterId: string): string {
  return `cluster ${clusterId}, with the flags of this command line`;
}

function describeWithout(
  plugin: Plugin | undefined,
  {
    kubeconfigs,
    isKubeconfigNamed,
    contextName,
    context,
  }: Pick<ExaminedCall, "kubeconfigs" | "isKubeconfigNamed" | "contextName" | "context">,
): string {
  const label = `context ${JSON.stringify(contextName)}`;
  if (plugin !== undefined) return `${label}: kubectl cannot get credentials`;
  if (context !== undefined) return `${label}: its user does not run ${PROGRAM_NAME}`;
  const [file] = kubeconfigs;
  if (isKubeconfigNamed && file?.state === "absent") return `${file.path}: it does not exist`;
  if (isKubeconfigNamed && file?.state === "broken") return `${file.path}: kubectl cannot read it`;
  const paths = kubeconfigs.flatMap(({ path, state }) => (state === "read" ? path : [])).join(", ");
  if (paths === "") return "no cluster: name one with --cluster-id, or a context with --context";
  return contextName === undefined ? `${paths}: no current context is set` : `${label}: not found in ${paths}`;
}

/** The context of this tool with the name most like one that is not there. */
function nearestContext(name: string | undefined, views: readonly KubeconfigView[]): string | undefined {
  const known = pluginEntries(views).map(({ contextName }) => contextName);
  return name === undefined ? undefined : closestName(name, known);
}

/** Flags by their words, for a command that needs them again. */
function wordsOf(given: Given): ReadonlyMap<string, string> {
  return new Map(
    [...given].flatMap(([name, value]) => (typeof value === "string" ? [[`--${name}`, value] as const] : [])),
  );
}

async function problemWith(user: PluginArguments, world: World): Promise<ArgumentsProblem | undefined> {
  try {
    const { "cluster-id": clusterId } = (await parsePluginCall(user, undefined, world)).values;
    if (clusterId !== undefined || !user.provideClusterInfo) readClusterId(clusterId);
    return undefined;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const [, flag] = /(?<!\S)(--?[a-z][\w-]*)/i.exec(error.message) ?? [];
    const [, meant] = /^did you mean ([^?]+)\?/.exec(error.hint ?? "") ?? [];
    const wrong = flag ?? /"(.*)"/.exec(error.message)?.[1];
    if (meant === undefined || wrong === undefined) return { text: error.message, flag, corrected: undefined };
    const args = user.args.map((word) =>
      word === wrong || word.startsWith(`${wrong}=`) ? meant + word.slice(wrong.length) : word,
    );
    const isChanged = !Bun.deepEquals(args, user.args);
    const next = isChanged ? await problemWith({ ...user, args }, world) : undefined;
    const corrected = next === undefined && isChanged ? args : next?.corrected;
    return { text: `${error.message}: did you mean ${meant}?`, flag, corrected };
  }
}
