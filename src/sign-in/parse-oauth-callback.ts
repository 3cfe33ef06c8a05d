/** What a callback contains: the code, a refusal, or why it is not a callback of this sign-in. */
export type Callback = { readonly code: string } | { readonly denied: string } | { readonly problem: string };

/** Maximum length of a callback. */
const MAX_LENGTH = 16 * 1024;

/**
 * Parses the address that the browser was redirected to.
 * @param redirectUri what the address must begin with
 * @param state of this sign-in
 */
export function parseOAuthCallback(address: string, redirectUri: string, state: string): Callback {
  const url = address.length > MAX_LENGTH ? null : URL.parse(address.trim());
  if (url === null) return { problem: "it is not a URL" };
  if (url.origin + url.pathname !== redirectUri) return { problem: `it does not begin with ${redirectUri}` };
  const [states, codes] = [url.searchParams.getAll("state"), url.searchParams.getAll("code")];
  if (states.length !== 1 || !isSame(states[0] ?? "", state)) return { problem: "it belongs to another sign-in" };
  const denied = url.searchParams.get("error");
  if (denied !== null) return { denied };
  const [code] = codes;
  return codes.length === 1 && code ? { code } : { problem: "it has no code, or several" };
}

/** Compares in constant time. */
function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < b.length; at += 1) difference |= (a.charCodeAt(at) || 0) ^ b.charCodeAt(at);
  return difference === 0;
}
