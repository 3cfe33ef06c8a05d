import * as v from "valibot";
import { readVariable } from "../../read-variable.ts";
import * as VARIABLES from "../../variable-names.ts";
import { KUBERC_FILE, PROGRAM_NAME, resolvePath } from "../../paths.ts";
import { viewsOf } from "../../kubeconfig/kubeconfig-view.ts";
import { readYaml } from "../../schema/read-yaml.ts";
import { findProgram, searchPath } from "../../find-program.ts";
import { comparable } from "../../home-directory.ts";
import { errnoText, isAbsent } from "../../world/errno.ts";
import { type Check, failure, ok, skipped, warning } from "../check.ts";
import type { Facts } from "../gather-facts.ts";

const kubercSchema = v.object({
  credentialPluginPolicy: v.nullish(v.string()),
  // The field was called `name` in kubectl 1.35.
  credentialPluginAllowlist: v.nullish(
    v.array(v.object({ name: v.optional(v.string()), command: v.optional(v.string()) })),
  ),
});

/**
 * Whether kubectl's own preferences (kuberc) let it run this tool.
 * @see https://kubernetes.io/docs/reference/kubectl/kuberc/ (since kubectl 1.35)
 */
export const pluginPolicyCheck: Check = {
  name: "plugin-policy",
  run: async (facts) => {
    const path = kubercPath(facts);
    if (path === undefined) return [NO_KUBERC];
    let text: string;
    try {
      text = await facts.world.files.readText(path);
    } catch (error) {
      if (isAbsent(error)) return [NO_KUBERC];
      return [warning(`${path} cannot be read (${errnoText(error)})`, "check its permissions")];
    }
    const policy = await readYaml(kubercSchema, text);
    if (!policy.ok) return [warning(`${path} cannot be understood: ${policy.problem}`, "fix the file")];
    const { credentialPluginPolicy: kind = "AllowAll", credentialPluginAllowlist: list } = policy.value;
    if (kind === "DenyAll") {
      return [failure(`${path} forbids all credential plugins`, `allow this one: ${ALLOW}`)];
    }
    if (kind !== "Allowlist") return [ok(`${path} lets kubectl run any credential plugin`)];
    const commands = pluginCommands(facts);
    if (commands.length === 0) return [skipped(`${path} has an allow list, and no kubeconfig user runs this tool`)];
    const entries = (list ?? []).map(({ name, command }) => command ?? name ?? "");
    const places = new Set(await Promise.all(entries.map((entry) => placeOf(entry, facts))));
    // As client-go compares them: literally, else by the path that the PATH leads to.
    const isAllowed = async (command: string): Promise<boolean> =>
      entries.includes(command) || places.has(await placeOf(command, facts));
    const refused: string[] = [];
    for (const command of commands) if (!(await isAllowed(command))) refused.push(command);
    if (refused.length === 0) return [ok(`${path} allows this tool`)];
    return [failure(`${path} does not allow ${refused.join(", ")}`, ALLOW)];
  },
};

const NO_KUBERC = ok("kubectl may run any credential plugin (no kuberc)");
const ALLOW = `kubectl kuberc set --section credentialplugin --policy Allowlist --allowlist-entry command=${PROGRAM_NAME}`;

/** The path of a command's program; the command itself if there is none. */
async function placeOf(command: string, { subject: { kubectl: world } }: Facts): Promise<string> {
  if (/[/\\]/.test(command)) return world.platform.os === "win32" ? comparable(command) : command;
  const [found = command] = await findProgram(command, searchPath(world), world);
  return world.platform.os === "win32" ? comparable(found) : found;
}

function kubercPath({ subject: { kubectl: world } }: Facts): string | undefined {
  const path = readVariable(world.env, VARIABLES.kuberc) ?? KUBERC_FILE;
  return path === "off" ? undefined : resolvePath(path, world);
}

/** The examined user's, else all. */
function pluginCommands({ subject }: Facts): readonly string[] {
  const { context, kubeconfigs } = subject;
  if (context?.user !== undefined) return [context.user.command];
  const users = viewsOf(kubeconfigs).flatMap(({ pluginUsers }) => pluginUsers);
  return [...new Set(users.map(({ command }) => command))];
}
