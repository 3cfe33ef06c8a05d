/**
 * Decodes UTF-8, and refuses anything else, because it could not be written back unchanged.
 * @returns the text, a byte order mark included; or the offset of the first byte that is not UTF-8
 */
export function readUtf8(bytes: Uint8Array): { readonly text: string } | { readonly brokenAt: number } {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const again = new TextEncoder().encode(text);
  const brokenAt = bytes.findIndex((byte, index) => byte !== again[index]);
  return brokenAt === -1 ? { text } : { brokenAt };
}
