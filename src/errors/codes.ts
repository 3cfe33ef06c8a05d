/** Every code that an error of this tool can carry. Stable: scripts may look for them in `-v` output. */
export const ERROR_CODES = [
  /** The command line (or an environment variable that stands for a flag) is wrong: the only one with the exit code 2. */
  "usage",
  /** `KUBERNETES_EXEC_INFO` is not what client-go writes. */
  "exec_info_invalid",
  /** No place held any credentials. */
  "credentials_not_found",
  /** A credential source is there but cannot be used as it is written. */
  "credentials_invalid",
  /** A credential source is well-formed, but asking it for credentials failed. */
  "credentials_failed",
  /** The host of an API could not be reached, or the connection broke. */
  "network",
  /** The TLS certificate of an API was refused. */
  "tls",
  /** The deadline of the whole command passed. */
  "timeout",
  /** An API answered with an error. */
  "api_error",
  /** An API answered with something that it does not promise. */
  "api_answer_invalid",
  /** The folder of the certificates, or a file in it, cannot be listed or deleted. */
  "cache_unusable",
  /** A kubeconfig cannot be read, understood or written. */
  "kubeconfig_unusable",
  /** There is no cluster that these credentials may see. */
  "clusters_not_found",
  /** Of several clusters, some failed. */
  "clusters_failed",
  /** The doctor has found something. */
  "problems_found",
  /** A program that was to be run could not be started. */
  "program_failed",
  /** Standard output does not take the answer. */
  "output_failed",
  /** A defect of this tool. */
  "internal",
] as const;

/** One of {@link ERROR_CODES}. */
export type ErrorCode = (typeof ERROR_CODES)[number];
