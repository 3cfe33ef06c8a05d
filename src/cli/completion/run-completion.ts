import { readVariable } from "../../read-variable.ts";
import * as VARIABLES from "../../variable-names.ts";
import type { World } from "../../world/world.ts";
import { rootCommand } from "../commands/root.ts";
import { globalFlags } from "../flags/global-flags.ts";
import { clusterNames } from "./cluster-names.ts";
import { complete } from "./complete.ts";
import { profileNames } from "./profile-names.ts";
import { COMPLETE_NAMES, renderCompletion } from "./render-completion.ts";

/** Answers a shell's completion script: prints the candidates for the last word of the line. */
export async function runCompletion(world: World): Promise<void> {
  const [command, ...words] = world.argv;
  const completion = await complete(words, {
    root: rootCommand,
    globals: globalFlags,
    profileNames: async (given) => {
      const file = given.get("profile-file") ?? readVariable(world.env, VARIABLES.profileFile);
      return await profileNames(typeof file === "string" ? file : undefined, world);
    },
    clusters: async (given) => await clusterNames(given.get("kubeconfig"), given.get("credential-cache-dir"), world),
  });
  await world.stdout(renderCompletion(completion, command !== COMPLETE_NAMES));
}
