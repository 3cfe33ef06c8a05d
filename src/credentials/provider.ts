import type { LabelledText } from "../alibaba/product-endpoint.ts";
import type { World } from "../world/world.ts";
import type { Source } from "./source.ts";

/** The flags about credentials. */
export interface CredentialSettings {
  readonly profileFile: string | undefined;
  readonly profileName: string | undefined;
  readonly ignoreEnvironment: boolean;
  readonly ignoreAliyunConfig: boolean;
  readonly credentialType: string;
  /** A role to assume in the end, whatever the source is. */
  readonly roleArn: string | undefined;
  /** The flag's alone: a profile's endpoint comes before the variable's. */
  readonly stsEndpoint: LabelledText | undefined;
  readonly region: LabelledText | undefined;
}

/** What a provider searches with: settings, and the parts of the world that can be read without asking anybody. */
export interface SearchContext {
  readonly settings: CredentialSettings;
  readonly world: Pick<World, "env" | "files" | "platform" | "cwd">;
}

/** Where a source was found. */
export interface Origin {
  /** In words: `environment variables`, `profile "dev" in /home/me/.aliyun/config.json`. */
  readonly description: string;
  /** Its part of the cache key: file and profile, if there are any. */
  readonly identity: readonly string[];
}

/** A source, and where it was found. */
export interface FoundSource {
  readonly source: Source;
  readonly origin: Origin;
  /** What the search noticed that a person should know: an odd line, a missing file. */
  readonly warnings?: readonly string[];
  /** Set if the profile wants the API's endpoint inside the VPC, of this region. */
  readonly vpc?: { readonly region: LabelledText | undefined } | undefined;
}

/** What one provider found. A provider with something unusable throws instead. */
export type SearchResult = {
  /** What a person should know in either case. */
  readonly warnings?: readonly string[];
} & (({ readonly found: true } & FoundSource) | { readonly found: false; readonly reason: string });

/** One link of the credential provider chain. */
export interface Provider {
  /** For the list of providers that were tried. */
  readonly name: string;
  /** Uses neither the network nor a program. @throws ToolError `credentials_invalid` */
  readonly search: (context: SearchContext) => SearchResult | Promise<SearchResult>;
}

/** Nothing there. */
export function absent(reason: string, ...warnings: readonly string[]): SearchResult {
  return { found: false, reason, ...(warnings.length > 0 && { warnings }) };
}
