import type { CredentialSettings, FoundSource } from "../credentials/provider.ts";
import type { Deadline } from "../deadline.ts";
import type { KubeconfigFile, LeadingContext, PluginUser } from "../kubeconfig/kubeconfig-view.ts";
import type { World } from "../world/world.ts";

/** What to examine: what a plugin run would be told. */
export interface Subject {
  /** undefined: no cluster is known, and what needs one is skipped. */
  readonly clusterId: string | undefined;
  /** Where the settings come from, in words. */
  readonly description: string;
  readonly settings: CredentialSettings;
  /** Base URL. @param vpc as the credentials' profile wants it */
  readonly csEndpointIn: (vpc: FoundSource["vpc"]) => string;
  /** Base URL. */
  readonly stsEndpoint: string;
  readonly expirationMinutes: number;
  /** Where certificates may be kept, best place first. */
  readonly cacheDirectories: readonly [string, ...string[]];
  readonly kubeconfigs: readonly KubeconfigFile[];
  /** Whether the command line names a file: kubectl would be told the same one. */
  readonly isKubeconfigNamed: boolean;
  /** The name of the context to look at: the one that is named, else the current one. */
  readonly contextName: string | undefined;
  /** The context, where what is examined is what kubectl does in it. */
  readonly context: LeadingContext | undefined;
  /** Whether kubectl is looked at as it is, and not a cluster that was named. */
  readonly isAboutKubectl: boolean;
  /** What is wrong with a user's arguments for the plugin; undefined = nothing. */
  readonly problemWith: (user: PluginUser) => Promise<string | undefined>;
  /** kubectl's own surroundings, without the variables that it adds for the plugin. */
  readonly kubectl: World;
  readonly deadline: Deadline;
}
