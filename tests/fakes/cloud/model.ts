/** Who calls: a RAM user, or a role in a session of somebody who assumed it. */
export interface Identity {
  readonly kind: "user" | "role";
  readonly name: string;
  readonly accountId: string;
  /** The user's or the role's id. */
  readonly id: string;
  readonly arn: string;
  /** Roles only. */
  readonly sessionName?: string;
}

/** An access key of a user or, with an expiry and mostly with a token, of a session. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly owner: Identity;
  readonly securityToken?: string;
  /** Milliseconds since 1970 by the cloud's clock. */
  readonly expiresAt?: number;
  /** A key that was switched off. */
  readonly inactive?: boolean;
}

/** A session out of STS: all that a caller gets. */
export interface Session extends AccessKey {
  readonly securityToken: string;
  readonly expiresAt: number;
}

/** A RAM role and who may have it. */
export interface Role {
  readonly name: string;
  readonly accountId: string;
  readonly id: string;
  readonly arn: string;
  /** Names of the users and roles that may assume it; `service:ecs` is the metadata service. */
  readonly trusted: readonly string[];
  /** ARNs of the OIDC providers that are trusted. */
  readonly trustedProviders: readonly string[];
  /** Demanded of everybody who assumes the role. */
  readonly externalId?: string;
  readonly maxSessionSeconds: number;
}

/** An OIDC provider, with the tokens that pass as its own. */
export interface OidcProvider {
  readonly arn: string;
  readonly tokens: ReadonlyMap<string, "valid" | "expired">;
}

/** An ACK cluster and who may have its kubeconfig. */
export interface Cluster {
  readonly id: string;
  readonly name: string;
  readonly regionId: string;
  /** `running` unless given. */
  readonly state?: string;
  /** Where its kubeconfig leads to; to the fake API server unless given. */
  readonly serverUrl?: string;
  /** The same, inside the VPC. */
  readonly privateServerUrl?: string;
  /** Names of users and roles. */
  readonly permitted: readonly string[];
}

/** A key pair of a user, for `GenerateSessionAccessKey`. */
export interface SigningKeyPair {
  readonly publicKeyId: string;
  readonly publicKeyPem: string;
  readonly owner: Identity;
}
