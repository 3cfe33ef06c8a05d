import { CHECKS } from "../../../doctor/all-checks.ts";
import { runChecks } from "../../../doctor/run-checks.ts";
import { gatherFacts } from "../../../doctor/gather-facts.ts";
import { readVariable } from "../../../environment/read-variable.ts";
import { ToolError } from "../../../errors/tool-error.ts";
import { type PluginUser, viewKubeconfigs } from "../../../kubeconfig/kubeconfig-view.ts";
import type { Log } from "../../../log/log.ts";
import * as VARIABLES from "../../../environment/variable-names.ts";
import type { Env, World } from "../../../world/world.ts";
import { defineCommand } from "../../command.ts";
import { progressLine } from "../../terminal/progress-line.ts";
import { terminalStyle } from "../../terminal/terminal-style.ts";
import { doctorFlags } from "./doctor-flags.ts";
import { chooseExaminedCall } from "./choose-examined-call.ts";
import { renderCheckResult, renderJsonReport } from "./render-report.ts";

/** `doctor`: examines everything between kubectl and the cluster. */
export const doctorCommand = defineCommand({
  meta: {
    name: "doctor",
    description: "Find out why kubectl fails; changes nothing",
  },
  examples: [
    "ack-ram-tool doctor   # what kubectl does in the current context",
    "ack-ram-tool doctor --context prod",
    "ack-ram-tool doctor --cluster-id c1234567890abcdef1234567890abcdef --profile-name dev",
    "ack-ram-tool doctor --kubeconfig ack.kubeconfig --output json",
  ],
  args: doctorFlags,
  run: async ({ world, flags, given, deadline, raw }) => {
    const kubeconfigs = await viewKubeconfigs(flags.kubeconfig, world);
    const subject = await chooseExaminedCall({ flags, given, kubeconfigs, deadline }, world);
    const user = subject.isAboutKubectl ? subject.context?.user : undefined;
    const early = earlyVariables(user, world.env);
    if (Object.keys(early).length > 0) return await runAgain(early, world);

    const facts = gatherFacts(subject, {
      ...world,
      env: { ...world.env, ...user?.env },
      log: withoutWarnings(world.log),
    });
    const isText = flags.output === "text";
    const progress = await progressLine({ ...world, ...raw });
    const style = await terminalStyle(world);
    const width = await world.terminalWidth();
    if (isText) await world.stdout(`${subject.description}\n`);
    const results = await runChecks(CHECKS, facts, {
      begin: (name) => progress.show(`checking: ${name}`),
      end: async (result) => {
        progress.clear();
        if (isText && result.findings.length > 0) await raw.stdout(renderCheckResult(result, style, width));
      },
    });
    const failures = results.flatMap(({ findings }) => findings).filter(({ verdict }) => verdict === "failure");
    if (!isText) await world.stdout(renderJsonReport(subject.description, results));
    if (failures.length > 0) {
      const message = failures.length === 1 ? "1 problem found" : `${failures.length} problems found`;
      throw new ToolError({ code: "problems_found", message });
    }
    return 0;
  },
});

/** A log without warnings: the checks report them. */
function withoutWarnings(log: Log): Log {
  return { ...log, warn: log.debug };
}

/** The kubeconfig user's variables that the runtime reads only when it starts: CAs and proxies. */
function earlyVariables(user: PluginUser | undefined, env: Env): Env {
  const names = [VARIABLES.extraCaCertificates, VARIABLES.proxy, VARIABLES.noProxy].flat();
  const own = names.flatMap((name) => {
    const value = user && readVariable(user.env, name);
    return value === undefined || value === env[name] ? [] : [[name, value] as const];
  });
  return Object.fromEntries(own);
}

async function runAgain(variables: Env, { executable, argv, env, runInForeground }: World): Promise<number> {
  const outcome = await runInForeground([executable(), ...argv], { ...env, ...variables });
  if ("exitCode" in outcome) return outcome.exitCode;
  throw new ToolError({
    code: "internal",
    message: "the doctor could not restart itself with the kubeconfig user's variables",
  });
}
