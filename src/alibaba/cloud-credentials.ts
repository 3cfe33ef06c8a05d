/** An access key of an Alibaba Cloud (RAM) identity, ready to sign with. */
export interface AccessKeyCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Present for temporary (STS) credentials only. */
  readonly securityToken: string | undefined;
}

/** A token that stands in for a signature; ROA calls only. */
export interface BearerCredentials {
  readonly bearerToken: string;
}

/** What a call is made with. */
export type CloudCredentials = AccessKeyCredentials | BearerCredentials;

/** Temporary credentials as an exchange gives them, with their end. */
export interface TemporaryCredentials extends AccessKeyCredentials {
  /** ms since the epoch; undefined when the answer names none. */
  readonly expiration: number | undefined;
}
