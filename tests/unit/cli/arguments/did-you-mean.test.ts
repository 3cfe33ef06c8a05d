import { expect, test } from "bun:test";
import { ToolError } from "../../../../src/errors/tool-error.ts";
import { rootCommand } from "../../../../src/cli/commands/root.ts";
import { globalFlags } from "../../../../src/cli/flags/global-flags.ts";
import { parseArguments } from "../../../../src/cli/arguments/parse-arguments.ts";

async function hintFor(...argv: string[]): Promise<string | undefined> {
  const { mistake } = await parseArguments(argv, rootCommand, globalFlags);
  return mistake instanceof ToolError ? mistake.hint : undefined;
}

test.each([
  [["credential-plugn"], "did you mean credential-plugin? "],
  [["get-credential", "-c", "c1"], "did you mean credential-plugin get-credential? "],
  [["whoami"], "did you mean auth whoami? "],
  [["credential-plugin", "get-credentials"], "did you mean get-credential? "],
  [["credential-plugin", "get-credential", "--cluster", "c1"], "did you mean --cluster-id? "],
  [["kubeconfig", "ls"], "did you mean list? "],
  [["kubeconfig", "rm", "stg"], "did you mean remove? "],
  [["cache", "rm"], "commands are: "],
  [["doctor", "stg"], "did you mean --context NAME? "],
  [["kubeconfig", "sync", "-p"], "write -p VALUE"],
  [["--log-lvel", "debug"], "did you mean --log-level? "],
  [["get-kubeconfig", "-cluster-id", "c1"], "did you mean --cluster-id? (two dashes)"],
  [["doctor", "-context=stg"], "did you mean --context? (two dashes)"],
  [["cache", "clear", "-all"], "did you mean --all? (two dashes)"],
  [["-profile-name", "bob", "doctor"], "did you mean --profile-name? (two dashes)"],
])("%j: the hint begins with the name that was meant", async (argv, start) => {
  expect(await hintFor(...argv)).toStartWith(start);
});

test("for a name that resembles no other there is no guess", async () => {
  expect(await hintFor("frobnicate")).toStartWith("commands are: ");
});
