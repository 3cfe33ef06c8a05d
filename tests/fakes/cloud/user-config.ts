import type { CertificateAuthority } from "../pki/certificate-authority.ts";
import { generateFreshKeyPair } from "../pki/key-pair.ts";
import type { UserConfigFlaw } from "../server/fault.ts";
import { type CertificateOptions, type ClusterCertificates, commonNameOf } from "./cluster-certificates.ts";
import { base64Of, contextName, type KubeconfigUser, kubeconfigYaml } from "./kubeconfig.ts";
import type { Cluster, Identity } from "./model.ts";

/** The body of `DescribeClusterUserKubeconfig`. */
export interface UserConfigAnswer {
  readonly config?: string;
  /** RFC 3339, UTC, unless a flaw wants it otherwise. */
  readonly expiration?: string;
}

/** What an answer is made of. */
export interface UserConfigSources {
  readonly certificates: ClusterCertificates;
  readonly clusterAuthority: CertificateAuthority;
  /** The `https://…` address of the API server. */
  readonly serverUrl: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Issues a certificate and wraps it in a kubeconfig. Without minutes it lives for three years, as ACK's does.
 * The flaw, if any, is the only thing that is wrong with the answer.
 */
export async function createUserConfig(
  { certificates, clusterAuthority, serverUrl, now }: UserConfigSources,
  identity: Identity,
  cluster: Cluster,
  lifetimeMinutes: number | undefined,
  flaw: UserConfigFlaw | undefined,
): Promise<UserConfigAnswer> {
  const options: CertificateOptions = {
    ...(lifetimeMinutes === undefined ? {} : { lifetimeMinutes }),
    ...validityOf(flaw, now()),
    ...(flaw === "unknown-authority" ? { authority: await certificates.unknownAuthority() } : {}),
    ...(flaw === "ec-key" ? { keyAlgorithm: "ec" as const } : {}),
  };
  const certificate = await certificates.issue(identity, cluster, options);
  const otherKey = flaw === "mismatching-key" ? (await generateFreshKeyPair("rsa")).privateKeyPem : undefined;

  const user: KubeconfigUser = {
    name: commonNameOf(identity),
    clientCertificateData: flaw === "no-certificate" ? undefined : encodeCertificate(certificate.certificatePem, flaw),
    clientKeyData: flaw === "no-key" ? undefined : base64Of(otherKey ?? certificate.privateKeyPem),
  };
  const isSecond = flaw === "current-context-second" || flaw === "unquoted-numbers";
  const decoy: KubeconfigUser = {
    name: "decoy",
    clientCertificateData: base64Of("a decoy"),
    clientKeyData: base64Of("a decoy"),
  };
  const yaml = kubeconfigYaml({
    cluster:
      flaw === "no-clusters"
        ? undefined
        : { server: cluster.serverUrl ?? serverUrl, certificatePem: clusterAuthority.certificatePem },
    users: flaw === "no-users" ? [] : isSecond ? [decoy, user] : [user],
    ...(isSecond ? { currentContext: contextName(user.name) } : {}),
    ...(flaw === "unknown-current-context" ? { currentContext: "nowhere" } : {}),
  });
  const config = flaw === "unquoted-numbers" ? asNumbers(asNumbers(yaml, decoy.name, "1"), user.name, "2") : yaml;
  return {
    ...configField(config, flaw),
    ...expirationField(certificate.notAfter, now(), flaw),
  };
}

const hourMs = 3600_000;

/**
 * A user's name everywhere as a number without quotes, two of which are one to who reads them as numbers. Seen in kubeconfigs
 * of ACK: https://github.com/cloud-barista/cb-spider/issues/1345
 */
function asNumbers(yaml: string, name: string, lastDigit: string): string {
  return yaml.replaceAll(`${name}@kubernetes`, name).replaceAll(name, `27200000000000000000${lastDigit}`);
}

function validityOf(flaw: UserConfigFlaw | undefined, now: number): Pick<CertificateOptions, "notBefore" | "notAfter"> {
  if (flaw === "expired-certificate") return { notBefore: now - 2 * hourMs, notAfter: now - hourMs };
  if (flaw === "not-yet-valid-certificate") return { notBefore: now + hourMs };
  return {};
}

function encodeCertificate(pem: string, flaw: UserConfigFlaw | undefined): string {
  if (flaw === "broken-base64") return `${base64Of(pem).slice(0, 400)}!!not base64!!`;
  if (flaw === "broken-pem") return base64Of(pem.replace(/\n[A-Za-z0-9+/]{8}/, "\n"));
  return base64Of(pem);
}

function configField(config: string, flaw: UserConfigFlaw | undefined): Pick<UserConfigAnswer, "config"> {
  if (flaw === "missing-config") return {};
  if (flaw === "blank-config") return { config: "" };
  if (flaw === "broken-yaml") return { config: `${config}users: [ {\n\t: :` };
  return { config };
}

function expirationField(
  notAfter: number,
  now: number,
  flaw: UserConfigFlaw | undefined,
): Pick<UserConfigAnswer, "expiration"> {
  if (flaw === "missing-expiration") return {};
  if (flaw === "blank-expiration") return { expiration: "" };
  if (flaw === "odd-expiration") return { expiration: "in a while" };
  const time = flaw === "past-expiration" ? now - hourMs : notAfter;
  return { expiration: new Date(time).toISOString().replace(/\.\d+Z$/, "Z") };
}
