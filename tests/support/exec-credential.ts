import { X509Certificate } from "node:crypto";
import * as v from "valibot";

const schema = v.strictObject({
  kind: v.literal("ExecCredential"),
  apiVersion: v.picklist(["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"]),
  spec: v.strictObject({ interactive: v.literal(false) }),
  status: v.strictObject({
    expirationTimestamp: v.pipe(v.string(), v.isoTimestamp()),
    clientCertificateData: v.string(),
    clientKeyData: v.string(),
  }),
});

/** What a test wants to know of a printed ExecCredential. */
export interface PrintedCredential {
  readonly apiVersion: string;
  /** Whose certificate it is. */
  readonly commonName: string;
  readonly certificate: X509Certificate;
  /** ms since the epoch. */
  readonly expiresAt: number;
}

/** Reads what the plugin printed. @throws when it is anything but one ExecCredential */
export function readExecCredential(stdout: string): PrintedCredential {
  const { apiVersion, status } = v.parse(schema, JSON.parse(stdout));
  const certificate = new X509Certificate(status.clientCertificateData);
  return {
    apiVersion,
    commonName: /CN=(\S+)/.exec(certificate.subject)?.[1] ?? "",
    certificate,
    expiresAt: Date.parse(status.expirationTimestamp),
  };
}

/** Whose certificate a run printed: the name without the account, `alice` or `role-ci`. */
export function identityIn(stdout: string): string {
  return readExecCredential(stdout).commonName.replace("kubernetes-1000000000000001-", "");
}

/** `KUBERNETES_EXEC_INFO` as client-go writes it. */
export function execInfo(version: "v1" | "v1beta1" = "v1", spec: object = { interactive: false }): string {
  return JSON.stringify({ kind: "ExecCredential", apiVersion: `client.authentication.k8s.io/${version}`, spec });
}

/** What kubectl sets for the plugin. */
export const AS_KUBECTL = { KUBERNETES_EXEC_INFO: execInfo() };
