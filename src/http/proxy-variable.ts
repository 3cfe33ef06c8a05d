import { findVariable } from "../environment/read-variable.ts";
import * as VARIABLES from "../environment/variable-names.ts";
import type { Env } from "../world/world.ts";

/** The variable whose proxy this connection uses: for hints only, so a rough reading of `NO_PROXY` is enough. */
export function proxyVariable(env: Env, host: string): string | undefined {
  const bare = host.replace(/:\d+$/, "");
  const exempt = (findVariable(env, VARIABLES.noProxy)?.value ?? "").split(",").map((entry) => entry.trim());
  const isExempt = exempt.some(
    (entry) =>
      entry === "*" ||
      entry === host ||
      entry === bare ||
      (entry !== "" && bare.endsWith(`.${entry.replace(/^\./, "")}`)),
  );
  return isExempt ? undefined : findVariable(env, VARIABLES.proxy)?.name;
}
