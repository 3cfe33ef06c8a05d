import { isTrue, readVariable } from "../environment/read-variable.ts";
import * as VARIABLES from "../environment/variable-names.ts";
import { printable } from "../errors/escape-control-characters.ts";
import { renderError } from "../errors/render-error.ts";
import { createLog, LOG_LEVELS, type Log, type LogLevel } from "../log/log.ts";
import { debugRequested, parseLogLevel } from "../log/log-level.ts";
import { filesWithin } from "../command-deadline.ts";
import { supervisedPaths } from "./watchdog/supervised-paths.ts";
import { commandDeadline } from "./flags/timeout-flag.ts";
import type { Env, World } from "../world/world.ts";
import { ReaderGone, withCheckedStdout, withEscapedOutput } from "./terminal/escaped-output.ts";
import { rootCommand } from "./commands/root.ts";
import { globalFlags } from "./flags/global-flags.ts";
import { resolveFlags } from "./arguments/flag-values.ts";
import type { Given } from "./arguments/flag.ts";
import { parseArguments, type ParsedArguments } from "./arguments/parse-arguments.ts";

/**
 * Runs one command line. Never throws: every failure becomes an error on stderr.
 * @returns the process's exit code
 */
export async function run(world: World): Promise<number> {
  if (world.argv[0]?.startsWith("__complete") === true) {
    const { runCompletion } = await import("./completion/run-completion.ts");
    // The user is typing: on an error, print no candidates instead of a message.
    await runCompletion(world).catch(() => undefined);
    return 0;
  }
  const parsed = await parseArguments(world.argv, rootCommand, globalFlags);
  const { level, warning } = chooseLogLevel(parsed.given, world.env);
  const log = createLog(level, world.stderr);
  if (warning !== undefined) log.warn(warning);
  try {
    return await execute(parsed, world, log);
  } catch (error) {
    if (error instanceof ReaderGone) return READER_GONE;
    await log.flush();
    const rendered = renderError(error, log.level === "debug");
    world.stderr(runByKubectl(world.env) ? await textForKubectl(error, rendered.text, log, world) : rendered.text);
    return rendered.exitCode;
  } finally {
    await log.flush();
  }
}

/** The exit code that shells report for a program ended by SIGPIPE. */
const READER_GONE = 128 + 13;

/** Added because kubectl itself only says "exec: executable ack-ram-tool failed with exit code 1". */
const UNDER_KUBECTL =
  "kubectl got no credentials from ack-ram-tool; to find out why, run ack-ram-tool doctor with the --context and --kubeconfig that you gave kubectl";

/** The error's text, short if it was just shown: kubectl runs a failing plugin several times, and shows all output. */
async function textForKubectl(error: unknown, text: string, log: Log, world: World): Promise<string> {
  const { shortenRepeatedError } = await import("./shorten-repeated-error.ts");
  const short = log.level === "debug" ? undefined : await shortenRepeatedError(error, world);
  return short === undefined ? `${text}\n${UNDER_KUBECTL}` : printable(short);
}

function runByKubectl(env: Env): boolean {
  return readVariable(env, VARIABLES.execInfo) !== undefined;
}

/** Chosen before flags are resolved, because it decides how a mistake in them is shown. */
function chooseLogLevel(given: Given, env: Env): { level: LogLevel; warning: string | undefined } {
  const verbose = given.get("verbose") ?? isTrue(env, VARIABLES.verbose);
  if (verbose === true || debugRequested(env)) return { level: "debug", warning: undefined };
  const name = given.get("log-level") || readVariable(env, VARIABLES.logLevel);
  if (name === undefined) return { level: "info", warning: undefined };
  const level = parseLogLevel(String(name));
  if (level !== undefined) return { level, warning: undefined };
  return {
    level: "info",
    warning: `invalid log level ${JSON.stringify(String(name))}: must be one of ${LOG_LEVELS.join(", ")}; using info`,
  };
}

async function execute({ path, command, given, mistake }: ParsedArguments, raw: World, log: Log): Promise<number> {
  const world = command.isHotPath === true ? withCheckedStdout(raw) : withEscapedOutput(raw);
  if (given.get("help") === true) {
    await world.stdout(await help(path, world));
    return 0;
  }
  if (mistake !== undefined) throw mistake;
  if (given.get("version") === true && command === rootCommand) {
    await world.stdout((await import("./commands/version.ts")).versionText(world.platform));
    return 0;
  }
  if (command.run === undefined) {
    await world.stdout(await help(path, world));
    return 0;
  }
  const { values, warnings } = resolveFlags(command.args ?? {}, given, world.env, globalFlags);
  for (const warning of warnings) log.warn(warning);
  const deadline = commandDeadline(String(values["timeout"]), world);
  const runIn = async (surroundings: World): Promise<number> => {
    const files = filesWithin(deadline, surroundings.files);
    const exitCode = await command.run?.({
      world: { ...surroundings, files, log },
      flags: values,
      given,
      deadline,
      raw: withCheckedStdout(raw),
    });
    return exitCode ?? 0;
  };
  const supervisor = readVariable(world.env, VARIABLES.supervised);
  const places = supervisedPaths(values, world);
  if (supervisor !== undefined) {
    const { supervisedWorld } = await import("./watchdog/supervised-world.ts");
    return await runIn(await supervisedWorld(world, Number(supervisor)));
  }
  const isNear = command.isHotPath === true && world.files.size(places.note) > 0;
  if (command.isInteractive === true || isNear) return await runIn(world);
  const { noteNearFiles, superviseAtNeed } = await import("./watchdog/supervise.ts");
  const supervised = await superviseAtNeed(places, deadline, world);
  if (supervised !== undefined) return supervised;
  const exitCode = await runIn(world);
  if (command.isHotPath === true && values["no-cache"] !== true) await noteNearFiles(places, world);
  return exitCode;
}

async function help(path: ParsedArguments["path"], { terminalWidth }: World): Promise<string> {
  const { renderHelp } = await import("./arguments/render-help.ts");
  return await renderHelp(path, globalFlags, await terminalWidth());
}
