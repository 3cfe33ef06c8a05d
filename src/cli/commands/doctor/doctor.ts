import { CHECKS } from "../../../doctor/checks.ts";
import { examine } from "../../../doctor/examine.ts";
import { gatherFacts } from "../../../doctor/facts.ts";
import { ToolError } from "../../../errors/tool-error.ts";
import { kubeconfigFiles } from "../../../kubeconfig/kubeconfig-files.ts";
import { viewKubeconfig } from "../../../kubeconfig/kubeconfig-view.ts";
import type { Log } from "../../../log/log.ts";
import { defineCommand } from "../../command.ts";
import { doctorSubject } from "./doctor-subject.ts";
import { outputFlag } from "../../flags/output-flag.ts";
import { renderResults } from "../get-kubeconfig/render-results.ts";
import { readClusterId } from "../../arguments/settings.ts";
import { terminalStyle } from "../../terminal/terminal-style.ts";
import { getCredentialFlags } from "../../flags/get-credential-flags.ts";

/** `doctor`: everything between kubectl and the cluster, looked at once. */
export const doctorCommand = defineCommand({
  meta: {
    name: "doctor",
    description: "Find out why kubectl fails: look at everything on the way, and change nothing",
  },
  examples: [
    "ack-ram-tool doctor   # what kubectl does in the current context",
    "ack-ram-tool doctor --cluster-id c1234567890abcdef1234567890abcdef --profile-name dev",
    "ack-ram-tool doctor --kubeconfig ack.kubeconfig --output json",
  ],
  args: {
    ...getCredentialFlags,
    "cluster-id": { ...getCredentialFlags["cluster-id"], required: false },
    kubeconfig: {
      type: "string",
      valueHint: "FILE",
      description: "The kubeconfig to look at; without it those that kubectl uses",
    },
    ...outputFlag,
  },
  run: async ({ world, log, flags, deadline, raw }) => {
    if (flags["cluster-id"] !== undefined) readClusterId(flags["cluster-id"]);
    const files = await Promise.all(
      kubeconfigFiles(flags.kubeconfig, world).map((path) => viewKubeconfig(path, world)),
    );
    const subject = await doctorSubject(flags, files, world, deadline);
    const results = await examine(CHECKS, gatherFacts(subject, { ...world, log: withoutWarnings(log) }));
    if (flags.output === "json") {
      await world.stdout(
        JSON.stringify({ subject: subject.description, ok: !hasFailed(results), checks: results }, null, 2),
      );
    } else {
      await raw.stdout(renderResults(subject.description, results, await terminalStyle(world, "stdout")));
    }
    if (hasFailed(results)) {
      const failures = results.flatMap(({ findings }) => findings).filter(({ verdict }) => verdict === "failure");
      throw new ToolError({
        code: "problems_found",
        message: failures.length === 1 ? "1 problem found" : `${failures.length} problems found`,
      });
    }
  },
});

/** What a run of the plugin would warn of is a check's to say. */
function withoutWarnings(log: Log): Log {
  return { ...log, warn: log.debug };
}

function hasFailed(results: Awaited<ReturnType<typeof examine>>): boolean {
  return results.some(({ findings }) => findings.some(({ verdict }) => verdict === "failure"));
}
