/** A client certificate of a cluster with its key, checked: they parse, belong together and were valid when they came. */
export interface ClientCertificate {
  /** PEM, as the server sent it (a chain stays a chain). */
  readonly certificate: string;
  /** PEM, unencrypted. */
  readonly privateKey: string;
  /** ms since the epoch. */
  readonly notBefore: number;
  /** ms since the epoch. */
  readonly notAfter: number;
  /** The earlier of `notAfter` and the expiration that the API named; ms since the epoch. */
  readonly expiresAt: number;
}
