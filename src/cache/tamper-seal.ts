import { digestOf } from "../sha256.ts";

// Entries and failures begin with these lines; checksum and seal cover the exact text after them:
// {
//   "format": 2,
//   "checksum": "…",  Digest: detects damage. Anybody can compute it.
//   "seal": "…",      HMAC of the checksum, keyed by a secret: proves that the writer knows it. Empty without one.

/** Inserts these lines into a non-empty JSON object with one field per line. */
export function seal(json: string, secret: string | undefined): string {
  const body = `${json.slice(1)}\n`;
  const checksum = digestOf(body);
  return head(checksum, secret === undefined ? "" : digestOf(checksum, secret)) + body;
}

/** Whether a text is undamaged and was sealed with this secret. */
export function isSealed(content: string, secret: string): boolean {
  const checksum = digestOf(bodyOf(content));
  return content.startsWith(head(checksum, digestOf(checksum, secret)));
}

/** Whether a text is undamaged, whoever wrote it. */
export function isWhole(content: string): boolean {
  return content.startsWith(head(digestOf(bodyOf(content)), "").slice(0, -SEAL_END.length));
}

const SEAL_END = `",`;

function head(checksum: string, sealText: string): string {
  return `{\n "format": 2,\n "checksum": "${checksum}",\n "seal": "${sealText}${SEAL_END}`;
}

/** The text after the line with the seal. */
function bodyOf(content: string): string {
  return content.slice(content.indexOf(SEAL_END, content.indexOf(`"seal": "`)) + SEAL_END.length);
}
