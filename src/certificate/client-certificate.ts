/** A client certificate of a cluster with its key, checked: both parse, belong together and were valid when issued. */
export interface ClientCertificate {
  /** PEM, as the server sent it (possibly a chain). */
  readonly certificate: string;
  /** PEM, unencrypted. */
  readonly privateKey: string;
  /** ms since the epoch. */
  readonly notBefore: number;
  /** ms since the epoch. */
  readonly notAfter: number;
  /** The earlier of `notAfter` and the API's `expiration`; ms since the epoch. */
  readonly expiresAt: number;
}
