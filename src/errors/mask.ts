/** An access key id for people's eyes: enough to tell two apart, `LTAI…abcd`. Ids too short for that are hidden whole. */
export function maskAccessKeyId(id: string): string {
  return id.length < 12 ? "…" : `${id.slice(0, 4)}…${id.slice(-4)}`;
}
