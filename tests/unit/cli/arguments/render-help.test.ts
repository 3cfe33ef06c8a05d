import { describe, expect, test } from "bun:test";
import { namesOf } from "../../../../src/environment/read-variable.ts";
import { globalFlags } from "../../../../src/cli/flags/global-flags.ts";
import { getCredentialFlags } from "../../../../src/cli/flags/get-credential-flags.ts";
import { renderHelp } from "../../../../src/cli/arguments/render-help.ts";
import { run } from "../../../../src/cli/run.ts";
import { fakeWorld } from "../../../support/fake-world.ts";

async function help(...argv: string[]): Promise<string> {
  const world = fakeWorld({ argv });
  expect(await run(world)).toBe(0);
  expect(world.printed.stderr).toEqual([]);
  return world.printed.stdout.join("\n");
}

describe("help", () => {
  test("of the tool lists its commands and leaves their flags to them", async () => {
    const text = await help("--help");
    expect(text).toContain("credential-plugin");
    expect(text).toContain("version");
    expect(text).not.toContain("--profile-name");
  });

  test("of a group lists what is in it", async () => {
    const text = await help("credential-plugin", "--help");
    expect(text).toContain("ack-ram-tool credential-plugin");
    expect(text).toContain("get-credential");
  });

  test("of a command shows every flag, how it is called and an example", async () => {
    const text = await help("credential-plugin", "get-credential", "-h");
    expect(text).toContain("ack-ram-tool credential-plugin get-credential");
    for (const name of Object.keys({ ...getCredentialFlags, ...globalFlags })) expect(text).toContain(`--${name}`);
    expect(text).toContain("EXAMPLES");
  });

  test("of a command names the variables that stand in for flags, but for a misspelled one", async () => {
    const text = await help("credential-plugin", "get-credential", "--help");
    for (const flag of Object.values(globalFlags)) {
      for (const variable of "env" in flag ? namesOf(flag.env) : []) {
        expect(text.includes(variable)).toBe(variable !== "ACK_RAM_TOOL_PROFIL_ENAME");
      }
    }
  });

  test("is shown even if the line has a mistake or lacks a required flag", async () => {
    expect(await help("credential-plugin", "get-credential", "--bogus", "--help")).toContain("--cluster-id");
  });

  test.each([
    [["--help"]],
    [["credential-plugin", "-h"]],
    [["credential-plugin", "get-credential", "-h"]],
    [["version", "-h"]],
  ])("has neither colours nor trailing space: %j", async (argv) => {
    const text = await help(...argv);
    expect(Bun.stripANSI(text)).toBe(text);
    expect(text.split("\n").filter((line) => /\s$/.test(line))).toEqual([]);
  });
});

describe("the layout", () => {
  const flags = {
    "a-long-name-of-a-flag": { type: "string", valueHint: "FILE", description: "one two three four five six seven" },
    short: { type: "boolean", alias: "s", description: "a switch" },
  } as const;
  const command = { meta: { name: "x", description: "Does it" }, args: flags };
  const globals = {
    host: { type: "string", description: "the host", default: "h1", env: ["X_HOST", "Y_HOST"] },
  } as const;

  test("has the command's flags, then those of all commands, each with its variables and default", async () => {
    expect(await renderHelp([command], globals)).toBe(
      [
        "Does it",
        "",
        "USAGE",
        "  x [FLAGS]",
        "",
        "FLAGS",
        "      --a-long-name-of-a-flag FILE  one two three four five six seven",
        "  -s, --short                       a switch",
        "",
        "FLAGS OF ALL COMMANDS",
        "      --host VALUE  the host (default h1; or X_HOST, Y_HOST)",
      ].join("\n"),
    );
  });

  test("continues a long example before a flag, on a line of its own", async () => {
    const example = `x --short --a-long-name-of-a-flag ${"f".repeat(30)} && x   # again`;
    const text = await renderHelp([{ ...command, examples: [example, "x --short"] }], globals, 60);
    expect(text).toEndWith(
      `\nEXAMPLES\n  x --short \\\n    --a-long-name-of-a-flag ${"f".repeat(30)} \\\n    && x   # again\n  x --short`,
    );
  });

  test.each([40, 60, 79, 80, 120])("keeps within %i columns", async (width) => {
    const text = await renderHelp([command], globals, width);
    expect(text.split("\n").filter((line) => line.length > width)).toEqual([]);
  });
});
