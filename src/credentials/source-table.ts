import type { CloudCredentials } from "../alibaba/cloud-credentials.ts";
import { maskAccessKeyId } from "../errors/mask.ts";
import type { SourceIdentity, SourceKinds, SourceOf } from "./source.ts";

/** What there is to know of one kind of source. */
interface SourceKind<S> {
  /** For people, ids masked: `access key LTAI…abcd`. */
  readonly describe: (source: S) => string;
  readonly identity: (source: S) => SourceIdentity;
  /** Asks for credentials: the only step that may use the network or run a process. @throws ToolError */
  readonly load: (source: S) => Promise<CloudCredentials>;
}

/** Every kind of source: what it is, whose identity it stands for, how it gets its credentials. */
const SOURCES: { readonly [Kind in keyof SourceKinds]: SourceKind<SourceOf<Kind>> } = {
  "access-key": {
    describe: (source) => `access key ${maskAccessKeyId(source.accessKeyId)}`,
    identity: (source) => [source.accessKeyId],
    load: ({ accessKeyId, accessKeySecret }) =>
      Promise.resolve({ accessKeyId, accessKeySecret, securityToken: undefined }),
  },
  "sts-token": {
    describe: (source) => `STS token of access key ${maskAccessKeyId(source.accessKeyId)}`,
    identity: (source) => [source.accessKeyId],
    load: ({ accessKeyId, accessKeySecret, securityToken }) =>
      Promise.resolve({ accessKeyId, accessKeySecret, securityToken }),
  },
};

/** A source in words, ids masked. */
export function describeSource<Kind extends keyof SourceKinds>(source: SourceOf<Kind>): string {
  return SOURCES[source.kind].describe(source);
}

/** A source's part of the cache key. */
export function sourceIdentity<Kind extends keyof SourceKinds>(source: SourceOf<Kind>): SourceIdentity {
  return [source.kind, ...SOURCES[source.kind].identity(source)];
}

/** The credentials of a source. @throws ToolError `credentials_failed` and whatever the exchange throws */
export function loadCredentials<Kind extends keyof SourceKinds>(source: SourceOf<Kind>): Promise<CloudCredentials> {
  return SOURCES[source.kind].load(source);
}
