import * as v from "valibot";

const text = v.nullish(v.string());
const flag = v.nullish(v.boolean());
const extensions = v.nullish(v.array(v.nullish(v.looseObject({ name: text }))));

/** kubectl treats an entry without a name as one called "". */
const entryName = v.nullish(v.string(), "");

/** Go's decoder allows line breaks. */
const base64 = v.nullish(
  v.pipe(
    v.string(),
    v.check(
      (data) => /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(data.replace(/[\r\n]/g, "")),
      "is not base64",
    ),
  ),
);

/** A cluster's API server, and how to connect to it. */
export const clusterSchema = v.looseObject({
  server: text,
  "tls-server-name": text,
  "insecure-skip-tls-verify": flag,
  "certificate-authority": text,
  "certificate-authority-data": base64,
  "proxy-url": text,
  "disable-compression": flag,
  extensions,
});

const context = v.looseObject({ cluster: text, user: text, namespace: text, extensions });

const user = v.looseObject({
  "client-certificate": text,
  "client-certificate-data": base64,
  "client-key": text,
  "client-key-data": base64,
  token: text,
  tokenFile: text,
  as: text,
  "as-uid": text,
  "as-groups": v.nullish(v.array(text)),
  "as-user-extra": v.nullish(v.record(v.string(), v.nullish(v.array(text)))),
  username: text,
  password: text,
  "auth-provider": v.nullish(v.looseObject({ name: text, config: v.nullish(v.record(v.string(), text)) })),
  exec: v.nullish(
    v.looseObject({
      command: text,
      args: v.nullish(v.array(v.string())),
      env: v.nullish(v.array(v.looseObject({ name: v.string(), value: text }))),
      apiVersion: text,
      installHint: text,
      provideClusterInfo: flag,
      interactiveMode: text,
    }),
  ),
  extensions,
});

/**
 * A kubeconfig file as client-go's clientcmd reads it: unknown fields are ignored, known ones have a fixed type.
 * @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
 */
export const kubeconfigSchema = v.looseObject({
  apiVersion: v.nullish(v.picklist(["v1", ""])),
  kind: v.nullish(v.picklist(["Config", ""])),
  preferences: v.nullish(v.looseObject({ colors: flag, extensions })),
  clusters: v.nullish(v.array(v.looseObject({ name: entryName, cluster: v.nullish(clusterSchema) }))),
  contexts: v.nullish(v.array(v.looseObject({ name: entryName, context: v.nullish(context) }))),
  users: v.nullish(v.array(v.looseObject({ name: entryName, user: v.nullish(user) }))),
  "current-context": text,
  extensions,
});

/** A kubeconfig, field by field. */
export type KubeconfigFields = v.InferOutput<typeof kubeconfigSchema>;

/** An entry of one of a kubeconfig's lists. */
export interface NamedEntry {
  readonly name: string;
  readonly [field: string]: unknown;
}

/** The content of a kubeconfig file, as far as this tool needs it. */
export interface Kubeconfig {
  readonly clusters?: readonly NamedEntry[] | null | undefined;
  readonly contexts?: readonly NamedEntry[] | null | undefined;
  readonly users?: readonly NamedEntry[] | null | undefined;
  readonly "current-context"?: string | null | undefined;
  readonly [field: string]: unknown;
}

/** The lists of a kubeconfig, and the field that holds each entry's content. */
export const LISTS = { cluster: "clusters", context: "contexts", user: "users" } as const;
