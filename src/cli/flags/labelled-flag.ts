import type { LabelledText } from "../../alibaba/product-endpoint.ts";
import { findVariable } from "../../read-variable.ts";
import type { Env } from "../../world/world.ts";
import type { FlagValues, Given } from "../arguments/flag.ts";
import { globalFlags } from "./global-flags.ts";

/** The values of the flags that every command has. */
export type GlobalValues = FlagValues<typeof globalFlags>;

/** A flag's value with its name for errors: the flag, or the variable that it came from. */
export function labelledFlag(
  name: "region-id" | "cs-endpoint" | "sts-endpoint",
  flags: GlobalValues,
  given: Given,
  env: Env,
): LabelledText | undefined {
  const text = flags[name];
  if (text === undefined) return undefined;
  const variable = given.has(name) ? undefined : findVariable(env, globalFlags[name].env)?.name;
  return { label: variable ?? `--${name}`, text };
}
