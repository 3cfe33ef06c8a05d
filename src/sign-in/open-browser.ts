import { readVariable } from "../environment/read-variable.ts";
import * as VARIABLES from "../environment/variable-names.ts";
import type { World } from "../world/world.ts";
import type { SignInContext } from "./sign-in-context.ts";

/**
 * Commands that open an address in the user's browser without a shell, best first; none in CI and over SSH, where the
 * user would not see it.
 */
export function browserCommands(
  address: string,
  { env, platform }: Pick<World, "env" | "platform">,
): readonly (readonly string[])[] {
  const isSet = (name: Parameters<typeof readVariable>[1]): boolean => readVariable(env, name) !== undefined;
  const hasDisplay = isSet(VARIABLES.display);
  if (isSet(VARIABLES.continuousIntegration) || isSet(VARIABLES.sshConnection)) return [];
  const chosen = readVariable(env, VARIABLES.browser);
  const first = chosen === undefined ? [] : [[chosen, address]];
  if (platform.os === "darwin") return [...first, ["/usr/bin/open", address]];
  const throughWindows = ["rundll32.exe", "url.dll,FileProtocolHandler", address];
  if (platform.os === "win32") return [...first, throughWindows];
  if (isSet(VARIABLES.windowsSubsystem)) return [...first, ["wslview", address], throughWindows];
  return hasDisplay ? [...first, ["xdg-open", address]] : first;
}

/** Opens the user's browser, if there is one. @returns whether a program for it was started */
export async function openBrowser(address: string, ports: SignInContext): Promise<boolean> {
  if (!ports.mayOpenBrowser) return false;
  for (const argv of browserCommands(address, ports)) if (await ports.startDetached(argv)) return true;
  return false;
}
