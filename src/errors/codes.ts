/** Process exit codes. 0 is success. */
export const EXIT_FAILURE = 1;
export const EXIT_USAGE = 2;

/** Every code that an error of this tool can carry, with its exit code. Stable: scripts may look for them in `-v` output. */
export const ERROR_CODES = {
  /** The command line (or an environment twin of a flag) is wrong. */
  usage: EXIT_USAGE,
  /** `KUBERNETES_EXEC_INFO` is not what client-go writes. */
  exec_info_invalid: EXIT_FAILURE,
  /** No place held any credentials. */
  credentials_not_found: EXIT_FAILURE,
  /** A credential source is there but cannot be used as it is written. */
  credentials_invalid: EXIT_FAILURE,
  /** A credential source is well-formed, but asking it for credentials failed. */
  credentials_failed: EXIT_FAILURE,
  /** The host of an API could not be reached, or the connection broke. */
  network: EXIT_FAILURE,
  /** The TLS certificate of an API was refused. */
  tls: EXIT_FAILURE,
  /** The deadline of the whole command passed. */
  timeout: EXIT_FAILURE,
  /** An API answered with an error. */
  api_error: EXIT_FAILURE,
  /** An API answered with something that it does not promise. */
  api_answer_invalid: EXIT_FAILURE,
  /** The folder of the certificates, or a file in it, cannot be listed or deleted. */
  cache_unusable: EXIT_FAILURE,
  /** A kubeconfig cannot be read, understood or written. */
  kubeconfig_unusable: EXIT_FAILURE,
  /** There is no cluster that these credentials may see. */
  clusters_not_found: EXIT_FAILURE,
  /** Of several clusters, some failed. */
  clusters_failed: EXIT_FAILURE,
  /** The doctor has found something. */
  problems_found: EXIT_FAILURE,
  /** Standard output does not take the answer. */
  output_failed: EXIT_FAILURE,
  /** A defect of this tool. */
  internal: EXIT_FAILURE,
} as const;

/** One of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;
