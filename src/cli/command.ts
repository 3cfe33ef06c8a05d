import type { Deadline } from "../deadline.ts";
import type { World } from "../world/world.ts";
import type { LoggedWorld } from "../log/logged-world.ts";
import type { Flags, FlagValue, FlagValues, Given } from "./arguments/flag.ts";
import type { globalFlags } from "./flags/global-flags.ts";

/** The input of a command. */
export interface CommandContext<Values> {
  readonly world: LoggedWorld;
  /** The command's time limit, which also ends reads of {@link world}'s files. */
  readonly deadline: Deadline;
  /** Output that does not escape control characters: for colours and cursor movements around printable text. */
  readonly raw: Pick<World, "stdout" | "stderr">;
  /** Values of its own flags and the global ones. */
  readonly flags: Values;
  readonly given: Given;
}

/** A command or a group of commands. Sub-commands that a cache hit does not need are functions that load them. */
export interface Command {
  readonly meta: { readonly name: string; readonly description: string };
  /** Lines for the help's EXAMPLES section. */
  readonly examples?: readonly string[];
  /** Its own flags, without the global ones. */
  readonly args?: Flags;
  readonly subCommands?: Readonly<Record<string, Command | (() => Promise<Command>)>>;
  /** kubectl runs it on every call: once no supervisor was needed, later calls do not check again. */
  readonly isHotPath?: true;
  /** It, or a program that it runs, uses the terminal: it cannot run under a supervisor, which collects the output. */
  readonly isInteractive?: true;
  /** Resolves to the exit code of a program that it ran, if any. */
  run?(context: CommandContext<Readonly<Record<string, FlagValue | undefined>>>): Promise<number | void>;
}

/** A command in source code: its flags determine the types of their values. */
interface Definition<F extends Flags> extends Omit<Command, "args" | "run"> {
  readonly args?: F;
  run?(context: CommandContext<FlagValues<F & Omit<typeof globalFlags, keyof F>>>): Promise<number | void>;
}

/** Gives a command's `run` the types of its flags; at run time it returns the definition unchanged. */
export function defineCommand<const F extends Flags>(definition: Definition<F>): Command {
  // A method parameter is bivariant, so a command with specific flags is a `Command`.
  return definition;
}
