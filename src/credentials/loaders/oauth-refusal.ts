import { ToolError } from "../../errors/tool-error.ts";
import { signInCommand } from "../aliyun-config/config-file.ts";
import type { LoadContext } from "../load-context.ts";
import type { OAuthSource } from "../source.ts";

/** Whether an error is the OAuth site's refusal of a token. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof ToolError) || error.code !== "api_error") return false;
  const status = Number(error.details["status"]);
  return status >= 400 && status <= 403;
}

/** A refusal with the profile and how to sign in again; any other error unchanged. */
export function explainRefusal(source: OAuthSource, error: unknown, ports: LoadContext): unknown {
  if (!(error instanceof ToolError) || !isRefusal(error)) return error;
  return new ToolError({
    code: "credentials_failed",
    message: `the OAuth sign-in of profile ${JSON.stringify(source.profileName)} is no longer accepted: ${error.message}`,
    hint: signInAgain(source, ports),
    details: error.details,
    cause: error,
  });
}

/** The hint for a sign-in that no longer works. */
export function signInAgain({ file, profileName }: OAuthSource, ports: LoadContext): string {
  return `sign in again: ${signInCommand(file, profileName, ports)}`;
}
