import * as v from "valibot";
import { readVariable, VARIABLES } from "../environment.ts";
import { ToolError } from "../errors/tool-error.ts";
import { readJson } from "../schema/read-json.ts";
import type { Env } from "../world/world.ts";
import { API_GROUP, API_VERSIONS, type ApiVersion } from "./api-version.ts";

/** What client-go tells a plugin about the call; absent when a person runs it by hand. */
export interface ExecInfo {
  readonly apiVersion: ApiVersion;
}

const execInfoSchema = v.object({
  kind: v.pipe(v.string(), v.value("ExecCredential", "is another one")),
  apiVersion: v.string(),
});

/**
 * Reads `KUBERNETES_EXEC_INFO`. An empty value counts as absent.
 * @throws ToolError `exec_info_invalid`
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export function readExecInfo(env: Env): ExecInfo | undefined {
  const text = readVariable(env, VARIABLES.execInfo);
  if (text === undefined) return undefined;
  const info = readJson(execInfoSchema, text);
  if (!info.ok) throw invalid(`is not an ExecCredential object: ${info.problem}`);
  const version = API_VERSIONS.find((known) => info.value.apiVersion === `${API_GROUP}/${known}`);
  if (version === undefined) {
    throw invalid(
      `asks for apiVersion "${info.value.apiVersion}"; this plugin speaks ${API_VERSIONS.map((known) => `${API_GROUP}/${known}`).join(" and ")}`,
      "set apiVersion in the exec section of the kubeconfig's user to one of them",
    );
  }
  return { apiVersion: version };
}

function invalid(
  what: string,
  hint = "the variable is set by kubectl; unset it when you run the command by hand",
): ToolError {
  return new ToolError({ code: "exec_info_invalid", message: `KUBERNETES_EXEC_INFO ${what}`, hint });
}
