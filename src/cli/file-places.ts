import { digestOf } from "../digest.ts";
import { readVariable } from "../environment.ts";
import { cacheDirectories, homeDirectory } from "../paths.ts";
import * as VARIABLES from "../variables.ts";
import type { World } from "../world/world.ts";
import type { FlagValue } from "./arguments/flag.ts";

/** Where the files of a command are. */
export interface FilePlaces {
  /** As they were named; what is not absolute lies below the home or the working directory. */
  readonly paths: readonly string[];
  /** A file that is there when none of them lies on a file system that may not answer, as a call before this one has seen. */
  readonly note: string;
}

/** Everything that can name a file to a command, in any order. */
export function filePlaces(
  values: Readonly<Record<string, FlagValue | undefined>>,
  world: Pick<World, "env" | "platform" | "cwd">,
): FilePlaces {
  const { env } = world;
  const paths: string[] = [homeDirectory(world) ?? "", world.cwd()];
  for (const name of ["profile-file", "credential-cache-dir", "kubeconfig"]) {
    const value = values[name];
    if (typeof value === "string") paths.push(value);
  }
  for (const name of [VARIABLES.oidcTokenFile, VARIABLES.kubeconfig, VARIABLES.cacheHome]) {
    const value = readVariable(env, name);
    if (value !== undefined) paths.push(value);
  }
  const directories = cacheDirectories("", world);
  return { paths, note: `${directories[directories.length - 1] ?? ""}/local-${digestOf(paths.join("\n"))}` };
}
