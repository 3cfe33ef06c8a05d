/** One DER value (ITU-T X.690): the tag, the length and the content, ready to be nested in another. */
export type Der = Uint8Array<ArrayBuffer>;

/** A value with an explicit tag, such as `0x30` for SEQUENCE or `0xa3` for context-specific `[3]`. */
export function derValue(tag: number, ...content: readonly Uint8Array[]): Der {
  const body = Buffer.concat(content);
  return new Uint8Array(Buffer.concat([Uint8Array.of(tag, ...lengthOctets(body.length)), body]));
}

export function derSequence(...values: readonly Der[]): Der {
  return derValue(0x30, ...values);
}

/** SET of one value, which needs no sorting. */
export function derSetOf(value: Der): Der {
  return derValue(0x31, value);
}

/** INTEGER from its big-endian bytes, which must already be positive and minimal. */
export function derInteger(bytes: Uint8Array): Der {
  return derValue(0x02, bytes);
}

/** BOOLEAN true: extensions leave false out. */
export const derTrue: Der = Uint8Array.of(0x01, 0x01, 0xff);

/** OBJECT IDENTIFIER from its dotted form, such as `2.5.4.3`. */
export function derObjectIdentifier(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return derValue(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

export function derUtf8String(text: string): Der {
  return derValue(0x0c, Buffer.from(text));
}

export function derOctetString(bytes: Uint8Array): Der {
  return derValue(0x04, bytes);
}

/** BIT STRING; `unusedBits` at the end of the last byte do not belong to it. */
export function derBitString(bytes: Uint8Array, unusedBits = 0): Der {
  return derValue(0x03, Uint8Array.of(unusedBits), bytes);
}

/** The time form that RFC 5280 section 4.1.2.5 demands: UTCTime through 2049, then GeneralizedTime. */
export function derTime(date: Date | string): Der {
  if (typeof date === "string") return derValue(0x17, Buffer.from(date));
  const digits = date.toISOString().replace(/\.\d+/, "").replaceAll(/[-:T]/g, "");
  return date.getUTCFullYear() < 2050
    ? derValue(0x17, Buffer.from(digits.slice(2)))
    : derValue(0x18, Buffer.from(digits));
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) octets.unshift(rest & 0xff);
  return [0x80 | octets.length, ...octets];
}

function base128(value: number): number[] {
  const octets = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) octets.unshift(0x80 | (rest & 0x7f));
  return octets;
}
