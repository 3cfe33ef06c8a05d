/** Credentials of an Alibaba Cloud (RAM) identity, ready to sign with. */
export interface CloudCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Present for temporary (STS) credentials only. */
  readonly securityToken: string | undefined;
}
