import * as v from "valibot";
import { isNode } from "yaml";
import { ToolError } from "../errors/tool-error.ts";
import { type Kubeconfig, kubeconfigSchema, LISTS } from "./kubeconfig.ts";
import { type GoYaml, parseAsGo } from "./yaml/parse-as-go.ts";
import { patchText } from "./yaml/patch-text.ts";

const BYTE_ORDER_MARK = "\uFEFF";

/** A kubeconfig file that kubectl can read. */
export interface OpenKubeconfig {
  readonly kubeconfig: Kubeconfig;
  /**
   * The text that says something else: only what differs is written anew, every other byte stays.
   * @throws ToolError `kubeconfig_unusable` where that cannot be done
   */
  readonly changedTo: (after: Kubeconfig) => string;
}

/**
 * Reads a kubeconfig's text as kubectl does.
 * @param path for errors
 * @throws ToolError `kubeconfig_unusable` for one that kubectl refuses, and for the few that it reads in a way of its own
 */
export function openKubeconfig(text: string, path: string): OpenKubeconfig {
  if (text.startsWith(BYTE_ORDER_MARK)) {
    const { kubeconfig, changedTo } = openKubeconfig(text.slice(BYTE_ORDER_MARK.length), path);
    return { kubeconfig, changedTo: (after) => BYTE_ORDER_MARK + changedTo(after) };
  }
  const read = readAsKubectl(text);
  if ("problem" in read) throw unusable(path, read.problem, "mend it");
  const { yaml, kubeconfig } = read;
  return {
    kubeconfig,
    changedTo: (after) => {
      if (Bun.deepEquals(after, kubeconfig)) return text;
      const result = patchText(text, yaml.document, kubeconfig, after);
      const again = result === undefined ? undefined : readAsKubectl(result);
      // Read back: what kubectl will see must be what was meant, and nothing else.
      if (
        result === undefined ||
        again === undefined ||
        "problem" in again ||
        !Bun.deepEquals(again.kubeconfig, after)
      ) {
        throw unusable(path, "its entries cannot be changed without touching others", "write its anchors out");
      }
      return result;
    },
  };
}

/** The kubeconfig, or what kubectl will not take of it, with the line; no value is quoted. */
function readAsKubectl(
  text: string,
): { readonly yaml: GoYaml; readonly kubeconfig: Kubeconfig } | { readonly problem: string } {
  const yaml = parseAsGo(text);
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

/** kubectl refuses a file with two entries of one name. */
function namesakes(kubeconfig: Kubeconfig, yaml: GoYaml): string | undefined {
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

/** Of the node at a path, or of what it is missing in. */
function lineOf(path: readonly unknown[], { document, lineOf: line }: GoYaml): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return line(node.range[0]);
  }
  return undefined;
}

function unusable(path: string, problem: string, cure: string): ToolError {
  return new ToolError({
    code: "kubeconfig_unusable",
    message: `${path} was left as it is: ${problem}`,
    hint: `${cure}, or name another file with --kubeconfig FILE`,
  });
}
