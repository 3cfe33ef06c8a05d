/** An access key of an Alibaba Cloud (RAM) identity, ready to sign with. */
export interface AccessKeyCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Present for temporary (STS) credentials only. */
  readonly securityToken: string | undefined;
  /** When they expire, ms since the epoch; undefined if they do not, or if it is unknown. */
  readonly expiration?: number | undefined;
}

/** A token sent instead of a signature; ROA calls only. */
export interface BearerCredentials {
  readonly bearerToken: string;
}

/** The credentials of a call. */
export type CloudCredentials = AccessKeyCredentials | BearerCredentials;
