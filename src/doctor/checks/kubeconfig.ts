import { API_GROUP, API_VERSIONS } from "../../exec-credential/api-version.ts";
import type { KubeconfigFile, PluginUser } from "../../kubeconfig/kubeconfig-view.ts";
import { isProgram } from "../../search-path.ts";
import { type Check, failure, type Finding, ok, skipped, warning } from "../check.ts";
import type { Facts } from "../facts.ts";

/** The kubeconfigs, and in them the users that name this tool. */
export const kubeconfigCheck: Check = {
  name: "kubeconfig",
  run: async (facts) => {
    const { kubeconfigs } = facts.subject;
    const findings = await Promise.all(kubeconfigs.map((file) => checkFile(file, facts)));
    const hasUsers = kubeconfigs.some((file) => file.state === "read" && file.view.pluginUsers.length > 0);
    return hasUsers
      ? findings.flat()
      : [
          ...findings.flat(),
          warning("no user in it runs this tool", "ack-ram-tool get-kubeconfig --cluster-id ID --write"),
        ];
  },
};

async function checkFile(file: KubeconfigFile, facts: Facts): Promise<Finding[]> {
  if (file.state === "absent") return [skipped(`${file.path} is not there`)];
  if (file.state === "broken") return [failure(`${file.path}: ${file.problem}`, "mend the file")];
  const isOpen = facts.world.platform.os !== "win32" && (file.mode & 0o077) !== 0;
  const open = warning(`${file.path} can be read by others`, `chmod 600 ${file.path}`);
  const users = await Promise.all(file.view.pluginUsers.map((user) => checkUser(user, facts)));
  return [...(isOpen ? [open] : []), ...users];
}

async function checkUser(user: PluginUser, { subject, world }: Facts): Promise<Finding> {
  const named = `user ${JSON.stringify(user.name)}`;
  const problem = await subject.problemWith(user);
  if (problem !== undefined) {
    return failure(
      `${named} has arguments that do not work: ${problem}`,
      "ack-ram-tool get-kubeconfig --cluster-id ID --write",
    );
  }
  if (!API_VERSIONS.some((version) => user.apiVersion === `${API_GROUP}/${version}`)) {
    return failure(`${named} asks for apiVersion ${JSON.stringify(user.apiVersion)}`, `set it to ${API_GROUP}/v1beta1`);
  }
  if (user.apiVersion.endsWith("/v1") && user.interactiveMode === undefined) {
    return failure(`${named} lacks interactiveMode, which v1 needs`, "add to its exec section: interactiveMode: Never");
  }
  if (/[/\\]/.test(user.command) && !(await isProgram(user.command, world))) {
    return failure(`${named} runs ${user.command}, which is no program`, "correct command in its exec section");
  }
  // Flags may stand before the command's name.
  const command = user.args.find((word) => word === "get-credential" || word === "get-token");
  return ok(`${named} runs ${user.command} credential-plugin ${command ?? ""}`.trimEnd());
}
