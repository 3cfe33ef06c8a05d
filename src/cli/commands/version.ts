import { commit, version } from "../../program-info.ts";
import type { Platform } from "../../world/world.ts";
import { defineCommand } from "../command.ts";
import { outputFlag } from "../flags/output-flag.ts";

/** `version`: prints facts about this program. */
export const versionCommand = defineCommand({
  meta: { name: "version", description: "Print version, commit, Bun version and platform" },
  examples: ["ack-ram-tool version --output json"],
  args: outputFlag,
  run: async ({ world, flags }) => {
    await world.stdout(
      flags.output === "json" ? JSON.stringify(versionFacts(world.platform), null, 2) : versionText(world.platform),
    );
  },
});

/** The text of `version` and `--version`. */
export function versionText(platform: Platform): string {
  const facts = versionFacts(platform);
  return `ack-ram-tool ${facts.version} (commit ${facts.commit}, bun ${facts.bun}, ${facts.platform})`;
}

function versionFacts({ os, arch }: Platform): Readonly<Record<"version" | "commit" | "bun" | "platform", string>> {
  return { version, commit, bun: Bun.version, platform: `${os}/${arch}` };
}
