/** RFC 3986 percent-encoding: everything but the unreserved `A-Z a-z 0-9 - _ . ~`, as Alibaba's signatures require. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
