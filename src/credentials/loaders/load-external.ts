import { readVariable } from "../../environment/read-variable.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { caseInsensitiveField } from "../../schema/case-insensitive-field.ts";
import { readValue } from "../../schema/read-json.ts";
import { looseCredentialsSchema, temporaryCredentials } from "../../alibaba/parse-temporary-credentials.ts";
import { refuseWhereLocked } from "./external-lock.ts";
import type { NotStarted } from "../../world/world.ts";
import type { LoadContext } from "../load-context.ts";
import { type ExternalSource, type Source, staticSource } from "../source.ts";
import { digestOf } from "../../sha256.ts";
import * as VARIABLES from "../../environment/variable-names.ts";
import { findJsonObjects } from "./find-json-objects.ts";
import { splitCommand } from "./split-command.ts";

/** Time limit of the program, ms; the official SDK has the same. */
const TIMEOUT_MS = 60_000;

const NOT_STARTED: Readonly<Record<NotStarted, readonly [problem: string, hint: string]>> = {
  absent: ["there is no such program", "name it by its full path in process_command, or check the PATH"],
  "no-interpreter": [
    "the interpreter in its first line (#!) does not exist",
    "correct that line; if the file was saved with Windows line ends, save it with Unix ones",
  ],
  "not-executable": ["it is not executable", "make it executable: chmod +x FILE"],
  "no-program": [
    "it is neither a program nor a script that starts with #!",
    "add that line, or name the interpreter in process_command",
  ],
  "no-resources": ["the system cannot start more processes", "try again when fewer programs are running"],
  unknown: ["the system refused it", "run it by hand to see why"],
};

/** Limit of each output stream; a profile has a few hundred bytes. */
const MAX_OUTPUT_BYTES = 1024 * 1024;

/**
 * Runs a profile's program and reads its output: a profile in config.json's format, or credentials in the format of a
 * credentials URI, alone or among other lines.
 * @throws ToolError `credentials_invalid`, `credentials_failed`; the output is never quoted
 */
export async function loadExternal(source: ExternalSource, ports: LoadContext): Promise<Source> {
  refuseWhereLocked(`the program of ${source.label}`, ports.env);
  const argv = splitCommand(source.command, ports.platform.os);
  if ("problem" in argv) throw invalid(source, `process_command ${argv.problem}`);
  const [program] = argv;
  if (!program) throw invalid(source, "process_command is empty");

  const chain = readVariable(ports.env, VARIABLES.externalChain)?.split(",") ?? [];
  const link = digestOf(`${source.label} ${source.command}`);
  if (chain.includes(link)) throw cycle(source, program);

  const { deadline } = ports;
  const signal = AbortSignal.any([deadline.signal, ports.timeoutSignal(TIMEOUT_MS)]);
  const outcome = await ports.runProcess({
    argv,
    signal,
    maxBytes: MAX_OUTPUT_BYTES,
    env: { [VARIABLES.externalChain]: [...chain, link].join(",") },
  });
  switch (outcome.state) {
    case "exited":
      break;
    case "not-started": {
      const [problem, hint] = NOT_STARTED[outcome.reason];
      throw failed(source, program, `could not be started: ${problem}`, hint);
    }
    case "timed-out": {
      const limit = deadline.remaining() === 0 ? `in time (${deadline.limit})` : `within ${TIMEOUT_MS / 1000} s`;
      throw failed(
        source,
        program,
        `did not end ${limit} and was killed`,
        "run it by hand to see what it waits for; here it has no terminal",
      );
    }
    case "too-much-output":
      throw failed(
        source,
        program,
        `printed more than ${MAX_OUTPUT_BYTES / 1024} kB`,
        "it must print one JSON object with credentials",
      );
  }
  // The program ran this tool, which detected the cycle.
  if (outcome.stderr.includes(CYCLE)) throw cycle(source, program);
  if (outcome.exitCode === 0) return readOutput(source, program, outcome.stdout, ports.now());
  throw failed(
    source,
    program,
    `ended with exit code ${outcome.exitCode}`,
    "run it by hand to see its output, which is not shown here because it may contain secrets",
  );
}

const CYCLE = "asks for the credentials of this same profile";

function cycle(source: ExternalSource, program: string): ToolError {
  return failed(source, program, CYCLE, "let process_command use another profile, or another program");
}

function readOutput(source: ExternalSource, program: string, stdout: string, now: number): Source {
  for (const value of findJsonObjects(stdout)) {
    const profile = asProfile(value);
    if (profile !== undefined) return source.readProfile(profile);
    const keys = readValue(looseCredentialsSchema, value);
    if (keys.ok) return staticSource(temporaryCredentials(`${source.label}: the program ${program}`, keys.value, now));
  }
  throw failed(
    source,
    program,
    "printed no JSON object with credentials",
    'it must print a profile with a "mode", or AccessKeyId, AccessKeySecret and SecurityToken',
  );
}

/** A profile in config.json's format. If it has keys but no mode, the mode is AK or StsToken. */
function asProfile(value: unknown): object | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const field = (name: string): unknown => caseInsensitiveField(value, name) || undefined;
  if (typeof field("mode") === "string") return value;
  if (field("access_key_id") === undefined || field("access_key_secret") === undefined) return undefined;
  return { ...value, mode: field("sts_token") === undefined ? "AK" : "StsToken" };
}

function invalid({ label }: ExternalSource, problem: string): ToolError {
  return new ToolError({ code: "credentials_invalid", message: `${label}: ${problem}`, hint: "fix process_command" });
}

function failed({ label }: ExternalSource, program: string, problem: string, hint: string): ToolError {
  return new ToolError({ code: "credentials_failed", message: `${label}: the program ${program} ${problem}`, hint });
}
