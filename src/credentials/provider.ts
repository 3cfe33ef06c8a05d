import type { NamedText } from "../alibaba/product-endpoint.ts";
import type { World } from "../world/world.ts";
import type { Source } from "./source.ts";

/** What the command line says about credentials. */
export interface CredentialSettings {
  readonly profileFile: string | undefined;
  readonly profileName: string | undefined;
  readonly ignoreEnvironment: boolean;
  readonly ignoreAliyunConfig: boolean;
  readonly credentialType: string;
  /** A role to take on in the end, whatever the source is. */
  readonly roleArn: string | undefined;
  /** The flag's alone: a profile's endpoint counts before the variable's. */
  readonly stsEndpoint: NamedText | undefined;
  readonly region: NamedText | undefined;
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
  /** Its part of the cache key: file and profile, where there are any. */
  readonly identity: readonly string[];
}

/** A source, and where it was found. */
export interface FoundSource {
  readonly source: Source;
  readonly origin: Origin;
  /** What the search met that a person should know: a line that is odd, a file that is not there. */
  readonly warnings?: readonly string[];
  /** Set where the profile wants the API's endpoint inside the VPC, of this region. */
  readonly vpc?: { readonly region: NamedText | undefined } | undefined;
}

/** What one provider found. One that has something unusable throws instead. */
export type SearchResult = {
  /** What a person should know all the same. */
  readonly warnings?: readonly string[];
} & (({ readonly found: true } & FoundSource) | { readonly found: false; readonly reason: string });

/** One link of the credential provider chain: a place that may hold credentials. */
export interface Provider {
  /** For the list of places that were tried. */
  readonly name: string;
  /** No network, no process. @throws ToolError `credentials_invalid` */
  readonly search: (context: SearchContext) => SearchResult | Promise<SearchResult>;
}

/** Nothing there. */
export function absent(reason: string, ...warnings: readonly string[]): SearchResult {
  return { found: false, reason, ...(warnings.length > 0 && { warnings }) };
}
