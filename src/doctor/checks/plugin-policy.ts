import * as v from "valibot";
import { readVariable, VARIABLES } from "../../environment.ts";
import { absolutePath, expandTilde, homeDirectory, KUBERC_FILE, PROGRAM_NAME } from "../../paths.ts";
import { readValue } from "../../schema/read-json.ts";
import { isAbsent } from "../../world/errno.ts";
import { type Check, failure, ok, skipped, warning } from "../check.ts";
import type { Facts } from "../facts.ts";

const kubercSchema = v.object({
  credentialPluginPolicy: v.optional(v.nullable(v.string())),
  // The field was called `name` in kubectl 1.35.
  credentialPluginAllowlist: v.optional(
    v.nullable(v.array(v.object({ name: v.optional(v.string()), command: v.optional(v.string()) }))),
  ),
});

type Policy = v.InferOutput<typeof kubercSchema>;

/**
 * Whether kubectl's own preferences let it run this tool.
 * @see https://kubernetes.io/docs/reference/kubectl/kuberc/ (since kubectl 1.35)
 */
export const pluginPolicyCheck: Check = {
  name: "plugin-policy",
  run: async (facts) => {
    const path = kubercPath(facts);
    if (path === undefined) return [NO_KUBERC];
    let policy: Policy | undefined;
    try {
      policy = readPolicy(await facts.world.files.readText(path));
    } catch (error) {
      if (isAbsent(error)) return [NO_KUBERC];
    }
    if (policy === undefined) return [warning(`${path} cannot be read, or understood`, "mend the file")];
    const { credentialPluginPolicy: kind = "AllowAll", credentialPluginAllowlist: list } = policy;
    if (kind === "DenyAll") {
      return [failure(`${path} forbids all credential plugins`, `allow this one: ${ALLOW}`)];
    }
    if (kind !== "Allowlist") return [ok(`${path} lets kubectl run any credential plugin`)];
    const allowed = new Set(list?.map(({ name, command }) => command ?? name));
    const commands = pluginCommands(facts);
    const refused = commands.filter((command) => !allowed.has(command) && !allowed.has(PROGRAM_NAME));
    if (commands.length === 0) return [skipped(`${path} has an allow list, and no kubeconfig user runs this tool`)];
    if (refused.length === 0) return [ok(`${path} allows this tool`)];
    return [failure(`${path} does not allow ${refused.join(", ")}`, ALLOW)];
  },
};

const NO_KUBERC = ok("kubectl may run any credential plugin (no kuberc)");
const ALLOW = `kubectl kuberc set --section credentialplugin --policy Allowlist --allowlist-entry command=${PROGRAM_NAME}`;

function kubercPath({ world }: Facts): string | undefined {
  const path = expandTilde(readVariable(world.env, VARIABLES.kuberc) ?? KUBERC_FILE, homeDirectory(world));
  return path === undefined || path === "off" ? undefined : absolutePath(path, world.cwd());
}

function readPolicy(text: string): Policy | undefined {
  try {
    const read = readValue(kubercSchema, Bun.YAML.parse(text) ?? {});
    return read.ok ? read.value : undefined;
  } catch {
    return undefined;
  }
}

function pluginCommands({ subject }: Facts): string[] {
  const users = subject.kubeconfigs.flatMap((file) => (file.state === "read" ? file.view.pluginUsers : []));
  return [...new Set(users.map(({ command }) => command))];
}
