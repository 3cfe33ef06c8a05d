import { ToolError } from "../errors/tool-error.ts";
import { type Kubeconfig, LISTS } from "./kubeconfig.ts";
import { readKubeconfig } from "./read-kubeconfig.ts";
import { parseAsGo } from "./yaml/parse-as-go.ts";
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
  const read = readKubeconfig(parseAsGo(text));
  if ("problem" in read) throw unusable(path, read.problem, "mend it");
  const { yaml, kubeconfig } = read;
  for (const list of Object.values(LISTS)) {
    const nameless = (kubeconfig[list] ?? []).findIndex(({ name }) => name === "");
    if (nameless !== -1) throw unusable(path, `${list}[${nameless}] has no name`, "give it one");
  }
  return {
    kubeconfig,
    changedTo: (after) => {
      if (Bun.deepEquals(after, kubeconfig)) return text;
      const result = patchText(text, yaml.document, kubeconfig, after);
      const again = result === undefined ? undefined : readKubeconfig(parseAsGo(result));
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

function unusable(path: string, problem: string, cure: string): ToolError {
  return new ToolError({
    code: "kubeconfig_unusable",
    message: `${path} was left as it is: ${problem}`,
    hint: `${cure}, or name another file with --kubeconfig FILE`,
  });
}
