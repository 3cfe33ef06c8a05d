import { createCertificateAuthority, type CertificateAuthority } from "../pki/certificate-authority.ts";
import {
  type ClientCertificate,
  type ClientCertificateRequest,
  issueClientCertificate,
} from "../pki/client-certificate.ts";
import type { CloudState } from "./cloud-state.ts";
import type { Cluster, Identity } from "./model.ts";

/** A certificate that was given out, and for whom. */
export interface IssuedCertificate extends ClientCertificate {
  readonly identity: Identity;
  readonly clusterId: string;
}

/** What may differ from an ordinary certificate. Times are milliseconds since 1970. */
export type CertificateOptions = Partial<Omit<ClientCertificateRequest, "commonName">> & {
  /** The lifetime from now; three years unless given. Ignored when `notAfter` is. */
  readonly lifetimeMinutes?: number;
  /** Another authority than the cluster's. */
  readonly authority?: CertificateAuthority;
};

/** Gives out the client certificates of the clusters. */
export interface ClusterCertificates {
  readonly issued: readonly IssuedCertificate[];
  readonly issue: (identity: Identity, cluster: Cluster, options?: CertificateOptions) => Promise<IssuedCertificate>;
  /** An authority that no cluster trusts. */
  readonly unknownAuthority: () => Promise<CertificateAuthority>;
}

/** ACK dates certificates back a little, so that a clock that is slightly behind still takes them. */
const backdatingMs = 30_000;
const threeYearsInMinutes = 3 * 365 * 24 * 60;

/** Certificates signed by a cluster authority, by the cloud's clock. */
export function createClusterCertificates(
  state: CloudState,
  clusterAuthority: CertificateAuthority,
): ClusterCertificates {
  const issued: IssuedCertificate[] = [];
  return {
    issued,
    unknownAuthority: () => createCertificateAuthority("kubernetes"),
    issue: async (identity, cluster, { lifetimeMinutes, authority, ...options } = {}) => {
      const certificate = await issueClientCertificate(authority ?? clusterAuthority, {
        commonName: commonNameOf(identity),
        notBefore: state.now() - backdatingMs,
        notAfter: state.now() + (lifetimeMinutes ?? threeYearsInMinutes) * 60_000,
        ...options,
      });
      const record = { ...certificate, identity, clusterId: cluster.id };
      issued.push(record);
      return record;
    },
  };
}

/** The Kubernetes user name of an identity: `kubernetes-<account>-alice`, `kubernetes-<account>-role-ci`. */
export function commonNameOf({ kind, accountId, name }: Identity): string {
  return `kubernetes-${accountId}-${kind === "role" ? "role-" : ""}${name}`;
}
