import { PROGRAM_NAME } from "../../program-info.ts";
import { comparable } from "../../environment/home-directory.ts";
import type { World } from "../../world/world.ts";
import { findProgram, isProgram, searchPath } from "../../environment/find-program.ts";
import { ABSOLUTE, rewriteEntry } from "../suggested-fixes.ts";
import { type Check, failure, type Finding, ok, skipped, warning } from "../check.ts";
import type { Facts } from "../gather-facts.ts";

/** The PATH of a program that was not started from a shell. On Windows it is the user's own. */
const DESKTOP_PATHS: Readonly<Record<string, readonly string[]>> = {
  darwin: ["/usr/bin", "/bin", "/usr/sbin", "/sbin"],
  linux: ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"],
};

function useFullPath({ subject }: Facts): string {
  const { context, argumentsProblem } = subject;
  // The command to correct the arguments would not write the path.
  if (context?.user !== undefined && argumentsProblem !== undefined)
    return "write the full path into the kubeconfig, once its arguments work";
  return `write the full path into the kubeconfig: ${rewriteEntry(subject, ABSOLUTE)}`;
}

/** Which program kubectl finds under the plugin's name, and which one a desktop application finds. */
export const pathCheck: Check = {
  name: "path",
  run: async (facts) => {
    const command = facts.subject.context?.user?.command;
    // A command with a folder is found without a PATH.
    if (command !== undefined && /[/\\]/.test(command)) {
      const isThere = await isProgram(command, facts.world);
      return [
        isThere ? ok(`kubectl runs ${command}, whatever the PATH`) : skipped(`not searched: kubectl runs ${command}`),
      ];
    }
    return [await fromShell(facts), ...(await fromDesktop(facts))];
  },
};

async function fromShell(facts: Facts): Promise<Finding> {
  const { subject } = facts;
  const world = subject.kubectl;
  const [found, ...others] = await findProgram(PROGRAM_NAME, searchPath(world), world);
  if (found === undefined) {
    // kubectl runs the examined context's command: without it nothing works.
    const isNeeded = subject.context?.user !== undefined;
    return (isNeeded ? failure : warning)(
      `no ${PROGRAM_NAME} on the PATH: a kubeconfig that names it without a folder does not work`,
      `put it, or a link to it, into a folder of the PATH; or ${useFullPath(facts)}`,
    );
  }
  const { resolveLinks } = await world.fileWriter();
  if (!isSameFile(resolveLinks(found), world.executable(), world)) {
    return warning(
      `${PROGRAM_NAME} on the PATH is ${found}, not the program that you run now (${world.executable()})`,
      `remove one of them, or change their order in the PATH; ${found} version tells what it is`,
    );
  }
  const hidden = others.length === 0 ? "" : ` (before ${others.join(", ")})`;
  return ok(`${PROGRAM_NAME} on the PATH is ${found}${hidden}`);
}

async function fromDesktop(facts: Facts): Promise<Finding[]> {
  const { world } = facts;
  const folders = DESKTOP_PATHS[world.platform.os];
  if (folders === undefined) return [];
  const [found] = await findProgram(PROGRAM_NAME, folders, world);
  if (found !== undefined) return [ok(`programs started from the desktop find ${found}`)];
  return [
    warning(
      "programs started from the desktop (Lens, an IDE) do not find it: they lack your shell's PATH",
      useFullPath(facts),
    ),
  ];
}

function isSameFile(a: string, b: string, { platform }: Pick<World, "platform">): boolean {
  return platform.os === "win32" ? comparable(a) === comparable(b) : a === b;
}
