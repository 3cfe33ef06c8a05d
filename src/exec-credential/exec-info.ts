import { readVariable } from "../environment.ts";
import * as VARIABLES from "../variables.ts";
import type { Env } from "../world/world.ts";
import { API_GROUP, API_VERSIONS, type ApiVersion } from "./api-version.ts";

/** What client-go tells a plugin about the call; absent when a person runs it by hand. */
export interface ExecInfo {
  readonly apiVersion: ApiVersion;
}

/**
 * Reads `KUBERNETES_EXEC_INFO`. An empty value counts as absent.
 * @throws ToolError `exec_info_invalid`
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export async function readExecInfo(env: Env): Promise<ExecInfo | undefined> {
  const text = readVariable(env, VARIABLES.execInfo);
  if (text === undefined) return undefined;
  // client-go's encoder has one way to write it, and that needs no schema to be loaded, which takes 0.2 ms.
  for (const apiVersion of API_VERSIONS) {
    const begin = `{"kind":"ExecCredential","apiVersion":"${API_GROUP}/${apiVersion}","spec":{`;
    if (text.startsWith(begin) && isJson(text)) return { apiVersion };
  }
  return (await import("./parse-exec-info.ts")).parseExecInfo(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
