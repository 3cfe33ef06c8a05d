import { ACCOUNT_HINTS } from "./account-hints.ts";
import { ACCESS_KEY_HINTS } from "./access-key-hints.ts";
import { PERMISSION_HINTS } from "./permission-hints.ts";
import type { Refusal, HintRule } from "./hint-rule.ts";
import { ROLE_HINTS } from "./role-hints.ts";

/** The first match counts. */
export const REFUSAL_HINTS: readonly HintRule[] = [
  ...ACCESS_KEY_HINTS,
  ...ROLE_HINTS,
  ...ACCOUNT_HINTS,
  ...PERMISSION_HINTS,
];

/** The hint for a refusal. */
export function apiErrorHint(refusal: Refusal): string {
  const { status, code, message = "" } = refusal;
  if (code === undefined) return notTheApi(status);
  for (const row of REFUSAL_HINTS) {
    if (!row.code.test(code) || row.message?.test(message) === false) continue;
    const hint = typeof row.hint === "string" ? row.hint : row.hint(refusal);
    if (hint !== undefined) return hint;
  }
  if (status >= 500) return "this is a server error: try again later";
  return "look the code up at https://api.alibabacloud.com/troubleshoot, with the request id";
}

function notTheApi(status: number): string {
  const who = "this looks like a proxy or a captive portal rather than the API";
  return status >= 500
    ? `${who}: check the network and the endpoint, and try again`
    : `${who}: check the network and the endpoint`;
}
