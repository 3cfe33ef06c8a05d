import type { LabelledText } from "../alibaba/product-endpoint.ts";
import { findVariable } from "../environment/read-variable.ts";
import * as VARIABLES from "../environment/variable-names.ts";
import type { World } from "../world/world.ts";
import type { Source } from "./source.ts";

/** The flags that select credentials. */
export interface CredentialSettings {
  readonly profileFile: string | undefined;
  readonly profileName: string | undefined;
  readonly ignoreEnvironment: boolean;
  readonly ignoreAliyunConfig: boolean;
  readonly credentialType: string;
  /** A role to assume with the credentials that were found. */
  readonly roleArn: string | undefined;
  /** From the flag only, not from its variable: a profile's endpoint precedes the variable. */
  readonly stsEndpoint: LabelledText | undefined;
  readonly region: LabelledText | undefined;
}

/** What a provider searches: settings, environment and files. */
export interface SearchContext {
  readonly settings: CredentialSettings;
  readonly world: Pick<World, "env" | "files" | "platform" | "cwd">;
}

/** What names the profile: the flag, or the variable that stands in for it. */
export function profileNameGiver({ settings, world }: SearchContext): string {
  const variable = findVariable(world.env, VARIABLES.profileName);
  return variable !== undefined && variable.value === settings.profileName ? variable.name : "--profile-name";
}

/** Where a source was found. */
export interface Origin {
  /** In words: `environment variables`, `profile "dev" in /home/me/.aliyun/config.json`. */
  readonly description: string;
  /** Its part of the cache key: the kind of provider, then file and profile, if any. */
  readonly identity: readonly string[];
}

/** A source, and where it was found. */
export interface FoundSource {
  readonly source: Source;
  readonly origin: Origin;
  /** For the user: an odd line, a missing file. */
  readonly warnings?: readonly string[];
  /** Set if the profile wants the ACK API's VPC endpoint; the region is the profile's. */
  readonly vpc?: { readonly region: LabelledText | undefined } | undefined;
}

/** What one provider found. A provider with broken credentials throws instead. */
export type SearchResult = {
  /** For the user, in either case. */
  readonly warnings?: readonly string[];
} & (({ readonly found: true } & FoundSource) | { readonly found: false; readonly reason: string });

/** One link of the credential provider chain. */
export interface Provider {
  /** For the list of providers that were tried. */
  readonly name: string;
  /** Uses neither the network nor a program. @throws ToolError `credentials_invalid`, `usage`, `timeout` */
  readonly search: (context: SearchContext) => SearchResult | Promise<SearchResult>;
}

/** The result of a provider without credentials. */
export function absent(reason: string, ...warnings: readonly string[]): SearchResult {
  return { found: false, reason, ...(warnings.length > 0 && { warnings }) };
}
