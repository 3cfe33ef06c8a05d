/** An access key of an Alibaba Cloud (RAM) identity, ready to sign with. */
export interface AccessKeyCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Present for temporary (STS) credentials only. */
  readonly securityToken: string | undefined;
  /** When they end, ms since the epoch; undefined for those that do not, or do not say. */
  readonly expiration?: number | undefined;
}

/** A token that stands in for a signature; ROA calls only. */
export interface BearerCredentials {
  readonly bearerToken: string;
}

/** What a call is made with. */
export type CloudCredentials = AccessKeyCredentials | BearerCredentials;
