import { digestOf } from "../../sha256.ts";
import { readVariable } from "../../environment/read-variable.ts";
import { resolvePath } from "../../environment/resolve-path.ts";
import { homeDirectory } from "../../environment/home-directory.ts";
import { cacheDirectories } from "../../cache/locate-cache-directory.ts";
import * as VARIABLES from "../../environment/variable-names.ts";
import type { World } from "../../world/world.ts";
import type { FlagValue } from "../arguments/flag.ts";

/** The paths at which a command looks for credentials and keeps certificates. */
export interface SupervisedPaths {
  /** Absolute. */
  readonly paths: readonly string[];
  /** A file that exists if an earlier call found none of these paths on a file system that may never answer. */
  readonly note: string;
}

/** The paths in these flags and variables. */
export function supervisedPaths(
  values: Readonly<Record<string, FlagValue | undefined>>,
  world: Pick<World, "env" | "platform" | "cwd">,
): SupervisedPaths {
  const paths: string[] = [];
  const add = (path: FlagValue | undefined): void => {
    const absolute = typeof path === "string" && path !== "" ? resolvePath(path, world) : undefined;
    if (absolute !== undefined) paths.push(absolute);
  };
  add(homeDirectory(world));
  add(values["profile-file"]);
  add(values["credential-cache-dir"]);
  add(readVariable(world.env, VARIABLES.oidcTokenFile));
  add(readVariable(world.env, VARIABLES.cacheHome));
  // The last one is always in the temporary directory, which is local.
  const directories = cacheDirectories("~", world);
  return { paths, note: `${directories[directories.length - 1] ?? ""}/local-${digestOf(paths.join("\n"))}` };
}
