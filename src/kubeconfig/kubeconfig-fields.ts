/** The fields of a kubeconfig's entry, or of a part of one. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value has fields: neither a list nor a scalar. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
