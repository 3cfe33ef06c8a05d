import { ToolError } from "../errors/tool-error.ts";
import { resolvePath } from "../environment/resolve-path.ts";
import { errnoText, isAbsent } from "../world/errno.ts";
import type { SearchContext } from "./provider.ts";

/** A credentials file that was read, or why there is none. */
export type CredentialsFile =
  | { readonly path: string; readonly content: string }
  | { readonly path: undefined; readonly reason: string };

/**
 * Reads a credentials file. A default file may be absent; one that the user named must exist.
 * @throws ToolError `credentials_invalid`, `timeout`
 */
export async function readCredentialsFile(
  path: string,
  isNamed: boolean,
  { world }: Pick<SearchContext, "world">,
): Promise<CredentialsFile> {
  const absolute = resolvePath(path, world);
  if (absolute === undefined) {
    if (isNamed) throw unreadable(path, "HOME is not set");
    return { path: undefined, reason: "HOME is not set" };
  }
  try {
    const content = await world.files.readText(absolute);
    // UTF-16's byte order mark, decoded as UTF-8.
    if (content.startsWith("\uFFFD\uFFFD")) throw utf16(absolute);
    return { path: absolute, content };
  } catch (error) {
    if (error instanceof ToolError) throw error;
    if (isAbsent(error) && !isNamed) return { path: undefined, reason: "no such file" };
    throw unreadable(absolute, errnoText(error));
  }
}

function utf16(path: string): ToolError {
  const quoted = `'${path.replaceAll("'", "''")}'`;
  return new ToolError({
    code: "credentials_invalid",
    message: `${path} is not UTF-8 (PowerShell's > writes UTF-16)`,
    hint: `in PowerShell: (Get-Content ${quoted}) | Set-Content -Encoding utf8 ${quoted}`,
  });
}

function unreadable(path: string, reason: string): ToolError {
  return new ToolError({
    code: "credentials_invalid",
    message: `cannot read the credentials file ${path}: ${reason}`,
    hint: "check its path and permissions, and the flag or variable that names it",
  });
}
