import type { World } from "../world/world.ts";
import type { Log } from "../log/log.ts";
import type { Flags, FlagValues } from "./arguments/flag.ts";

/** What a command gets to run with. */
export interface CommandContext<F extends Flags> {
  readonly world: World;
  readonly log: Log;
  readonly flags: FlagValues<F>;
}

/**
 * A command or a group of commands, in citty's shape (`meta`, `args`, `subCommands`, `run`), so that citty renders its help.
 * Sub-commands off the warm path are functions that load them.
 */
export interface Command<F extends Flags = Flags> {
  readonly meta: { readonly name: string; readonly description: string };
  /** Lines for the help's EXAMPLES part. */
  readonly examples?: readonly string[];
  readonly args?: F;
  readonly subCommands?: Readonly<Record<string, Command | (() => Promise<Command>)>>;
  run?(context: CommandContext<F>): Promise<void>;
}

/** Gives a command's `run` the types of its own flags; at run time it hands the definition back. */
export function defineCommand<const F extends Flags>(command: Command<F>): Command {
  // A method parameter is bivariant, so a command with particular flags is a command.
  return command;
}
