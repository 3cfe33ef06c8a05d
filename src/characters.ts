/** Whether a text has only A-Z, a-z, 0-9 and dashes. A loop, since a first regular expression costs the warm path 0.05 ms. */
export function hasOnlyLettersDigitsDashes(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
    const isDigitOrDash = (code >= 48 && code <= 57) || code === 45;
    if (!isLetter && !isDigitOrDash) return false;
  }
  return true;
}
