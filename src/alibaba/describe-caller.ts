/** The identity that calls an API, for messages: ids masked, nothing secret. */
export interface Caller {
  /** `access key LTAI…0000`, `role acs:ram::1:role/ci, assumed with …` */
  readonly identity: string;
  /** Where it was found: `environment variables`, `profile "dev" in ~/.aliyun/config.json`. */
  readonly origin: string;
}

/** Both, without repetition. */
export function describeCaller({ identity, origin }: Caller): string {
  return origin.includes(identity) ? origin : `${identity} (${origin})`;
}
