import * as v from "valibot";
import { isNode } from "yaml";
import { type KubeconfigFields, kubeconfigSchema, LISTS } from "./kubeconfig.ts";
import type { GoYaml } from "./yaml/parse-as-go.ts";

/** The kubeconfig in a YAML document, or what kubectl refuses in it, with the line; no value is quoted. */
export function validateKubeconfig(
  yaml: GoYaml | { readonly problem: string },
): { readonly yaml: GoYaml; readonly kubeconfig: KubeconfigFields } | { readonly problem: string } {
  if ("problem" in yaml) return yaml;
  const { value = {} } = yaml;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { problem: "it is not a mapping" };
  const result = v.safeParse(kubeconfigSchema, value, { abortEarly: true });
  if (!result.success) return { problem: describeIssue(result.issues[0], yaml) };
  const problem = namesakes(result.output, yaml);
  return problem === undefined ? { yaml, kubeconfig: result.output } : { problem };
}

function describeIssue(issue: v.BaseIssue<unknown>, yaml: GoYaml): string {
  const path = (issue.path ?? []).map(({ key }) => key);
  const dotted = v.getDotPath(issue)?.replace(/\.(\d+)(?=\.|$)/g, "[$1]");
  const where = `${dotted ?? "it"}${lineAt(path, yaml)}`;
  if (issue.kind === "validation") return `${where} ${issue.message}`;
  if (issue.type === "picklist") return `${where} is not that of a kubeconfig (kind: Config, apiVersion: v1)`;
  if (issue.input === undefined || issue.input === null) return `${where} is missing`;
  const wanted = { string: "a text", boolean: "true or false", Array: "a list" }[issue.expected ?? ""] ?? "a mapping";
  const isUnquoted = issue.expected === "string" && typeof issue.input !== "object";
  return `${where} must be ${wanted}${isUnquoted ? ": quote it" : ""}`;
}

/** kubectl refuses a file with duplicate names. */
function namesakes(kubeconfig: KubeconfigFields, yaml: GoYaml): string | undefined {
  for (const list of Object.values(LISTS)) {
    const seen = new Map<string, number>();
    for (const [at, { name }] of (kubeconfig[list] ?? []).entries()) {
      const first = seen.get(name);
      if (first !== undefined) {
        const lines = [first, at].map((index) => lineOf([list, index], yaml)).join(" and ");
        return `it has two ${list} named ${JSON.stringify(name)} (lines ${lines})`;
      }
      seen.set(name, at);
    }
  }
  return undefined;
}

function lineAt(path: readonly unknown[], yaml: GoYaml): string {
  const line = lineOf(path, yaml);
  return line === undefined ? "" : ` (line ${line})`;
}

/** The line of the node at a path, or of the node that lacks it. */
function lineOf(path: readonly unknown[], { document, lineOf: line }: GoYaml): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return line(node.range[0]);
  }
  return undefined;
}
