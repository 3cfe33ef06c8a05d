import { type Der, derBitString, derObjectIdentifier, derOctetString, derSequence, derTrue, derValue } from "./der.ts";

/** Marks a certificate as an authority's (RFC 5280 sections 4.2.1.9 and 4.2.1.3). */
export const authorityExtensions: readonly Der[] = [
  extension("2.5.29.19", derSequence(derTrue), true),
  extension("2.5.29.15", derBitString(Uint8Array.of(0b0000_0110), 1), true), // keyCertSign, cRLSign
];

/** Marks a certificate as a TLS client's. */
export const clientExtensions: readonly Der[] = [
  extension("2.5.29.15", derBitString(Uint8Array.of(0b1010_0000), 5), true), // digitalSignature, keyEncipherment
  extension("2.5.29.37", derSequence(derObjectIdentifier("1.3.6.1.5.5.7.3.2"))),
];

/** Marks a certificate as a TLS server's for these names (RFC 5280 section 4.2.1.6). */
export function serverExtensions(names: {
  readonly dns: readonly string[];
  readonly ip: readonly Uint8Array[];
}): readonly Der[] {
  return [
    extension("2.5.29.37", derSequence(derObjectIdentifier("1.3.6.1.5.5.7.3.1"))),
    extension(
      "2.5.29.17",
      derSequence(
        ...names.dns.map((name) => derValue(0x82, Buffer.from(name))),
        ...names.ip.map((address) => derValue(0x87, address)),
      ),
    ),
  ];
}

function extension(identifier: string, value: Der, critical = false): Der {
  return derSequence(derObjectIdentifier(identifier), ...(critical ? [derTrue] : []), derOctetString(value));
}
