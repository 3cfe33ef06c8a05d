/** Whether a server's URL has an address inside a VPC (RFC 1918). */
export function isPrivateAddress(server: string): boolean {
  const host = URL.parse(server)?.hostname ?? "";
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)[\d.]+$/.test(host);
}
