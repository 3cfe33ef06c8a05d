import * as v from "valibot";
import { ToolError } from "../errors/tool-error.ts";
import { readJson } from "../schema/read-json.ts";
import { API_GROUP, API_VERSIONS } from "./api-version.ts";
import type { ExecInfo } from "./exec-info.ts";

const execInfoSchema = v.object({
  kind: v.pipe(v.string(), v.value("ExecCredential", "is another one")),
  apiVersion: v.string(),
});

/** What `KUBERNETES_EXEC_INFO` says, however it is written. @throws ToolError `exec_info_invalid` */
export function parseExecInfo(text: string): ExecInfo {
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
