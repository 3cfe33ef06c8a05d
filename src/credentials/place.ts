import type { NamedText } from "../alibaba/endpoint.ts";
import type { SearchContext } from "./search-context.ts";
import type { Source } from "./source.ts";

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

/** What a search of one place brought. A place that has something unusable throws instead. */
export type Finding = {
  /** What a person should know all the same. */
  readonly warnings?: readonly string[];
} & (({ readonly found: true } & FoundSource) | { readonly found: false; readonly reason: string });

/** A place that may hold credentials. */
export interface Place {
  /** For the list of places that were tried. */
  readonly name: string;
  /** No network, no process. @throws ToolError `credentials_invalid` */
  readonly search: (context: SearchContext) => Finding | Promise<Finding>;
}

/** Nothing there. */
export function absent(reason: string, ...warnings: readonly string[]): Finding {
  return { found: false, reason, ...(warnings.length > 0 && { warnings }) };
}
