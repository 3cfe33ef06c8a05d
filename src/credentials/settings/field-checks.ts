/** What {@link isSecretText} requires; follows the field's name in a message. */
export const ODD_CHARACTERS = "must be ASCII, without spaces or line breaks";

/** Whether a text can be a key or token in an HTTP header: ASCII without spaces and control characters, or empty. */
export function isSecretText(text: string): boolean {
  return /^[!-~]*$/.test(text);
}

/** What {@link isWebAddress} requires; follows the field's name in a message. */
export const NO_WEB_ADDRESS = "must be an http or https address";

/** Whether a text is an http or https address. */
export function isWebAddress(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? "");
}
