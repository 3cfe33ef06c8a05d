import type { Deadline } from "../deadline.ts";
import type { World } from "../world/world.ts";
import type { Log } from "../log/log.ts";
import type { Flags, FlagValue, FlagValues } from "./arguments/flag.ts";
import type { globalFlags } from "./flags/global-flags.ts";

/** What a command gets to run with. */
export interface CommandContext<Values> {
  readonly world: World;
  readonly log: Log;
  /** When it has to be over. Reading files of {@link world} ends with it. */
  readonly deadline: Deadline;
  /** Writes what is given as it is: for our own colours and cursor movements around text that is printable. */
  readonly raw: Pick<World, "stdout" | "stderr">;
  /** Those of its own flags, and of the ones that every command has. */
  readonly flags: Values;
  /** Those that stand on the command line, as typed, by their long names: a default or a variable is not among them. */
  readonly given: ReadonlyMap<string, FlagValue>;
}

/**
 * A command or a group of commands.
 * Sub-commands that a cache hit does not need are functions that load them.
 */
export interface Command {
  readonly meta: { readonly name: string; readonly description: string };
  /** Lines for the help's EXAMPLES part. */
  readonly examples?: readonly string[];
  /** Its own flags, besides those that every command has. */
  readonly args?: Flags;
  readonly subCommands?: Readonly<Record<string, Command | (() => Promise<Command>)>>;
  /** Runs on every kubectl call: what the first one finds out about its files it notes for the others. */
  readonly isHotPath?: true;
  /** Has the terminal, for itself or a program that it runs: cannot be run by a supervisor, which collects what is printed. */
  readonly isInteractive?: true;
  /** Resolves to an exit code of its own where a program that it ran has given one. */
  run?(context: CommandContext<Readonly<Record<string, FlagValue | undefined>>>): Promise<number | void>;
}

/** A command as it is written down: its flags give their values' types. */
interface Definition<F extends Flags> extends Omit<Command, "args" | "run"> {
  readonly args?: F;
  run?(context: CommandContext<FlagValues<F & Omit<typeof globalFlags, keyof F>>>): Promise<number | void>;
}

/** Gives a command's `run` the types of its flags; at run time it hands the definition back. */
export function defineCommand<const F extends Flags>(definition: Definition<F>): Command {
  // A method parameter is bivariant, so a command with particular flags is a command.
  return definition;
}
