import { readRawVariable } from "../environment/read-variable.ts";
import * as VARIABLES from "../environment/variable-names.ts";
import type { Env } from "../world/world.ts";
import { API_GROUP, API_VERSIONS } from "./api-version.ts";
import type { ExecInfo } from "./parse-exec-info.ts";

/**
 * Reads `KUBERNETES_EXEC_INFO`. An empty value counts as absent.
 * @throws ToolError `exec_info_invalid`
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export async function readExecInfo(env: Env): Promise<ExecInfo | undefined> {
  const text = readRawVariable(env, VARIABLES.execInfo);
  if (text === undefined) return undefined;
  // client-go's encoder always writes the same form; without a cluster it needs no schema, which would take 0.2 ms to
  // load.
  for (const apiVersion of API_VERSIONS) {
    const begin = `{"kind":"ExecCredential","apiVersion":"${API_GROUP}/${apiVersion}","spec":{"interactive":`;
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
