/** As whom an API is called, for messages: ids masked, nothing secret. */
export interface Caller {
  /** `access key LTAI…0000`, `role acs:ram::1:role/ci, assumed with …` */
  readonly identity: string;
  /** Where that was found: `environment variables`, `profile "dev" in ~/.aliyun/config.json`. */
  readonly origin: string;
}

/** Both in words; what says the same twice is said once. */
export function describeCaller({ identity, origin }: Caller): string {
  return origin.includes(identity) ? origin : `${identity} (${origin})`;
}
