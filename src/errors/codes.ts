/** The error codes. Stable, because scripts may look for them in `-v` output. */
export const ERROR_CODES = [
  /** The command line, or an environment variable used instead of a flag, is wrong: the only code with exit code 2. */
  "usage",
  /** `KUBERNETES_EXEC_INFO` is not what client-go writes. */
  "exec_info_invalid",
  /** No provider has credentials. */
  "credentials_not_found",
  /** A credential source is there but misconfigured. */
  "credentials_invalid",
  /** A credential source is well-formed, but requesting credentials from it failed. */
  "credentials_failed",
  /** The host of an API could not be reached, or the connection broke. */
  "network",
  /** The TLS certificate of an API was refused. */
  "tls",
  /** The deadline of the whole command expired. */
  "timeout",
  /** An API answered with an error. */
  "api_error",
  /** An API sent an answer that breaks its contract. */
  "api_answer_invalid",
  /** The cache directory, or a file in it, cannot be listed or deleted. */
  "cache_unusable",
  /** A kubeconfig cannot be read, understood or written. */
  "kubeconfig_unusable",
  /** These credentials can see no such cluster. */
  "clusters_not_found",
  /** Some of several clusters failed. */
  "clusters_failed",
  /** The doctor found a problem. */
  "problems_found",
  /** A program could not be started. */
  "program_failed",
  /** Standard output cannot be written. */
  "output_failed",
  /** A bug in this tool. */
  "internal",
] as const;

/** One of {@link ERROR_CODES}. */
export type ErrorCode = (typeof ERROR_CODES)[number];
