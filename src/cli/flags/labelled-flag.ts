import type { LabelledText } from "../../alibaba/product-endpoint.ts";
import { findVariable } from "../../read-variable.ts";
import * as VARIABLES from "../../variable-names.ts";
import type { Env } from "../../world/world.ts";
import type { FlagValues, Given } from "../arguments/flag.ts";
import type { globalFlags } from "./global-flags.ts";

/** The values of the flags that every command has. */
export type GlobalValues = FlagValues<typeof globalFlags>;

/** The variables of the flags about endpoints. */
const FLAG_VARIABLES = {
  "region-id": VARIABLES.regionId,
  "cs-endpoint": VARIABLES.csEndpoint,
  "sts-endpoint": VARIABLES.stsEndpoint,
} as const;

/** A flag's value with its name for errors: the flag, or the variable that it came from. */
export function labelledFlag(
  name: keyof typeof FLAG_VARIABLES,
  flags: GlobalValues,
  given: Given,
  env: Env,
): LabelledText | undefined {
  const text = flags[name];
  if (text === undefined) return undefined;
  const variable = given.has(name) ? undefined : findVariable(env, FLAG_VARIABLES[name])?.name;
  return { label: variable ?? `--${name}`, text };
}
