import type { CredentialSettings, FoundSource } from "../credentials/provider.ts";
import type { Deadline } from "../command-deadline.ts";
import type { KubeconfigFile, LeadingContext, PluginUser } from "../kubeconfig/kubeconfig-view.ts";
import type { World } from "../world/world.ts";

/** What is wrong with a user's arguments for the plugin. */
export interface ArgumentsProblem {
  readonly text: string;
  /** The wrong flag, with its dashes; undefined: another mistake. */
  readonly flag: string | undefined;
  /** The arguments without their spelling mistakes, if that makes them work. */
  readonly corrected: readonly string[] | undefined;
}

/** What a kubeconfig user gives to the plugin. */
export type PluginArguments = Pick<PluginUser, "args" | "env" | "provideClusterInfo">;

/** What to examine: the settings of a plugin run. */
export interface ExaminedCall {
  /** Whether the plugin gets a token, not a certificate. */
  readonly isForToken: boolean;
  /** Undefined: no cluster is known, and the checks that need one are skipped. */
  readonly clusterId: string | undefined;
  /** The origin of the settings, in words. */
  readonly description: string;
  readonly settings: CredentialSettings;
  /** Base URL. @param vpc set if the credentials' profile wants endpoints inside the VPC */
  readonly csEndpointIn: (vpc: FoundSource["vpc"]) => string;
  /** Base URL. @throws ToolError `usage`; the plugin does so only if it needs STS */
  readonly stsEndpoint: () => string;
  readonly expirationMinutes: number;
  /** The possible cache directories, best first. */
  readonly cacheDirectories: readonly [string, ...string[]];
  readonly kubeconfigs: readonly KubeconfigFile[];
  /** Whether the command line names a file: kubectl would need it, too. */
  readonly isKubeconfigNamed: boolean;
  /** The name of the context to examine: the requested one, else the current one. */
  readonly contextName: string | undefined;
  /** The context, if kubectl's use of it is examined. */
  readonly context: LeadingContext | undefined;
  /** This tool's context whose name is most like the wanted one's, even if that is there. */
  readonly nearestContext: string | undefined;
  /** The flags about identity and cloud on the doctor's command line, with their dashes. */
  readonly typed: ReadonlyMap<string, string>;
  /** Whether kubectl's own configuration is examined, rather than a cluster given by flag. */
  readonly isAboutKubectl: boolean;
  /** What is wrong with the arguments of the context's user. */
  readonly argumentsProblem: ArgumentsProblem | undefined;
  /** Whether the settings are those of the arguments, rather than placeholders for arguments that do not work. */
  readonly isCallKnown: boolean;
  readonly problemWith: (user: PluginArguments) => Promise<ArgumentsProblem | undefined>;
  /** How to run this program: by its name, or by its path if it is not on the PATH. */
  readonly program: string;
  /** kubectl's own environment, without the variables that it adds for the plugin. */
  readonly kubectl: World;
  readonly deadline: Deadline;
}
