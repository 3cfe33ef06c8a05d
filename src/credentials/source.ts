/**
 * Everything that decides whose certificate an answer holds, and no secret; goes into the cache key. Nested where one
 * source builds on another.
 */
export type SourceIdentity = readonly (string | SourceIdentity)[];

/** A long-lived access key. */
export interface AccessKeySource {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** A temporary access key with its STS token, as somebody else obtained it. */
export interface StsTokenSource {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
}

/** Every kind of source, by its name. */
export interface SourceKinds {
  readonly "access-key": AccessKeySource;
  readonly "sts-token": StsTokenSource;
}

/** A source of one of the given kinds. */
export type SourceOf<Kind extends keyof SourceKinds> = {
  [K in Kind]: { readonly kind: K } & SourceKinds[K];
}[Kind];

/** Where credentials come from, read and checked but not asked yet: plain data, told apart by `kind`. */
export type Source = SourceOf<keyof SourceKinds>;
