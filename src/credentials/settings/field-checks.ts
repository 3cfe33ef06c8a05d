/** What is wrong with a key or token that {@link isSecretText} refuses, to follow its name. */
export const ODD_CHARACTERS = "has characters that no key or token has (a space, a line break, a non-ASCII letter)";

/**
 * Whether a text can be a key or token: it must fit into an HTTP header, which takes ASCII without control characters
 * and spaces. The caller decides about an empty one.
 */
export function isSecretText(text: string): boolean {
  return /^[!-~]*$/.test(text);
}

/** What is wrong with an address that {@link isWebAddress} refuses, to follow its name. */
export const NO_WEB_ADDRESS = "must be an http or https address";

/** Whether a text is an http or https address. */
export function isWebAddress(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? "");
}
