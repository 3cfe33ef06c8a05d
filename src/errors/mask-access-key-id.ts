/** An access key id for display: enough to tell two apart, `LTAI…abcd`. Shorter ids are hidden completely. */
export function maskAccessKeyId(id: string): string {
  return id.length < 12 ? "…" : `${id.slice(0, 4)}…${id.slice(-4)}`;
}
