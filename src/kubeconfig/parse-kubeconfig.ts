import { ToolError } from "../errors/tool-error.ts";
import { type Kubeconfig, LISTS } from "./kubeconfig.ts";
import { validateKubeconfig } from "./validate-kubeconfig.ts";
import { parseAsGo } from "./yaml/parse-as-go.ts";
import { editPreservingBytes } from "./yaml/byte-preserving-edit.ts";

const BYTE_ORDER_MARK = "\uFEFF";

/** A kubeconfig file that kubectl can read. */
export interface ParsedKubeconfig {
  readonly kubeconfig: Kubeconfig;
  /**
   * The text with other content: only what differs is rewritten, every other byte is kept.
   * @throws ToolError `kubeconfig_unusable` if that is impossible
   */
  readonly changedTo: (after: Kubeconfig) => string;
}

/**
 * Parses a kubeconfig's text as kubectl does.
 * @param path for errors
 * @throws ToolError `kubeconfig_unusable` if kubectl would refuse it, and for the few texts that it reads in its own
 *   way
 */
export function parseKubeconfig(text: string, path: string): ParsedKubeconfig {
  if (text.startsWith(BYTE_ORDER_MARK)) {
    const { kubeconfig, changedTo } = parseKubeconfig(text.slice(BYTE_ORDER_MARK.length), path);
    return { kubeconfig, changedTo: (after) => BYTE_ORDER_MARK + changedTo(after) };
  }
  const read = validateKubeconfig(parseAsGo(text));
  if ("problem" in read) throw unusable(path, read.problem, "fix it");
  const { yaml, kubeconfig } = read;
  for (const list of Object.values(LISTS)) {
    const nameless = (kubeconfig[list] ?? []).findIndex(({ name }) => name === "");
    if (nameless !== -1) throw unusable(path, `${list}[${nameless}] has no name`, "give it one");
  }
  return {
    kubeconfig,
    changedTo: (after) => {
      if (Bun.deepEquals(after, kubeconfig)) return text;
      const result = editPreservingBytes(text, yaml.document, kubeconfig, after);
      const again = result === undefined ? undefined : validateKubeconfig(parseAsGo(result));
      // Read it back: kubectl must see what was meant, and nothing else.
      if (
        result === undefined ||
        again === undefined ||
        "problem" in again ||
        !Bun.deepEquals(again.kubeconfig, after)
      ) {
        throw unusable(
          path,
          "its entries cannot be changed without touching others",
          "replace its YAML anchors with their content",
        );
      }
      return result;
    },
  };
}

function unusable(path: string, problem: string, cure: string): ToolError {
  return new ToolError({
    code: "kubeconfig_unusable",
    message: `${path} was left as it is: ${problem}`,
    hint: `${cure}, or name another file with --kubeconfig FILE`,
  });
}
