import { describe, expect, test } from "bun:test";
import { run } from "../../../src/cli/run.ts";
import { fakeWorld } from "../../support/fake-world.ts";

async function outcome(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const world = fakeWorld({ argv, env: { HOME: "/home/fake", ...env } });
  const code = await run(world);
  return { code, stdout: world.printed.stdout.join("\n"), stderr: world.printed.stderr.join("\n") };
}

const plugin = ["credential-plugin", "get-credential"];

test.each([[[]], [["credential-plugin"]], [["auth"]], [["help", "auth"]], [["cache", "help"]]])(
  "the program and a group without a command print their help, as kubectl and gh do: %j",
  async (argv) => {
    const { code, stdout, stderr } = await outcome(argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("COMMANDS");
  },
);

test.each(
  ["rrsa", "rbac", "utils"].flatMap((name) => [
    [name, [name, "status", "--cluster-id", "c1"]] as const,
    [name, [name, "--help"]] as const,
    [name, ["help", name]] as const,
    [name, ["-c", "c1", name]] as const,
  ]),
)("a command of the Go tool that administers clusters says where it is: %s, in %j", async (name, argv) => {
  const { code, stdout, stderr } = await outcome(argv);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(
    `error: unknown command "${name}": it is a command of the Go tool, which also administers clusters\nhint: download the Go tool from https://github.com/AliyunContainerService/ack-ram-tool/releases`,
  );
});

describe("a wrong command line ends with 2, one error on stderr and nothing on stdout", () => {
  test.each([
    [["constructor"], '"constructor"'],
    [plugin, "--cluster-id"],
    [[...plugin, "-c", "c1", "--bogus", "foo"], "--bogus"],
    [[...plugin, "-c", "c1", "--timeout", "0"], "--timeout"],
    [[...plugin, "-c", "c1", "--region-id", "a/b"], "--region-id"],
  ])("%j", async (argv, named) => {
    const { code, stdout, stderr } = await outcome(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toStartWith("error: ");
    expect(stderr.split("\n")[0]).toContain(named);
    expect(stderr).not.toContain("    at ");
  });
});

test.each([[["--"]], [["--", ""]], [[""]]])(
  "export-credentials prints no secrets if the command it was to run is an unset variable: %j",
  async (command) => {
    expect(await outcome(["export-credentials", "-f", "env", ...command])).toEqual({
      code: 2,
      stdout: "",
      stderr: "error: there is no command after --\nhint: name the program to run, or leave out the --",
    });
  },
);

describe("the log level", () => {
  const broken = [...plugin, "--bogus"];

  test.each([
    ["--log-level debug", ["--log-level", "debug"], {}],
    ["-v", ["-v"], {}],
    ["ACK_RAM_TOOL_VERBOSE", [], { ACK_RAM_TOOL_VERBOSE: "1" }],
    ["ACK_RAM_TOOL_LOG_LEVEL", [], { ACK_RAM_TOOL_LOG_LEVEL: "DEBUG" }],
    ["DEBUG", [], { DEBUG: "other,ACK-RAM-TOOL" }],
    ["-v over --log-level", ["-v", "--log-level", "error"], {}],
  ])("is debug by %s, which shows an error's code", async (_, argv, env) => {
    expect((await outcome([...broken, ...argv], env)).stderr).toContain("debug: code usage");
  });

  test.each([
    ["nothing", [], {}],
    ["the flag, over its variable", ["--log-level", "error"], { ACK_RAM_TOOL_LOG_LEVEL: "debug" }],
    ["a variable that says neither yes nor no", [], { ACK_RAM_TOOL_VERBOSE: "yes" }],
    ["DEBUG for somebody else", [], { DEBUG: "sdk2,express" }],
  ])("is not debug by %s", async (_, argv, env) => {
    expect((await outcome([...broken, ...argv], env)).stderr).not.toContain("debug:");
  });

  test("an unknown one is warned about, and is info", async () => {
    const { stderr } = await outcome([...broken, "--log-level", "loud"]);
    expect(stderr).toStartWith(
      'warning: invalid log level "loud": must be one of debug, info, warn, error; using info',
    );
  });

  test("an empty one gives way to its variable, as every empty flag does", async () => {
    const { stderr } = await outcome([...broken, "--log-level="], { ACK_RAM_TOOL_LOG_LEVEL: "debug" });
    expect(stderr).toContain("debug: code usage");
  });

  test("an empty one is not warned about without a variable either", async () => {
    const { stderr } = await outcome([...broken, "--log-level="]);
    expect(stderr).not.toContain("warning:");
  });
});

describe("the version", () => {
  test.each([[["--version"]], [["version"]]])("%j prints version, commit, Bun and platform in a line", async (argv) => {
    const { code, stdout } = await outcome(argv);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ack-ram-tool \S+ \(commit \S+, bun \d+\.\d+\.\d+, linux\/x64\)$/);
  });

  test("--output json gives the same facts to a script", async () => {
    const { stdout } = await outcome(["version", "-o", "json"]);
    expect(JSON.parse(stdout)).toEqual({
      version: expect.any(String),
      commit: expect.any(String),
      bun: Bun.version,
      platform: "linux/x64",
    });
  });

  test("belongs to the root: a command does not know --version", async () => {
    expect((await outcome([...plugin, "--version"])).code).toBe(2);
  });
});

test("a defect inside is an error with a hint, not a stack", async () => {
  const world = fakeWorld({
    argv: ["version"],
    stdout: () => {
      throw new TypeError("undefined is not a function");
    },
  });
  expect(await run(world)).toBe(1);
  expect(world.printed.stderr.join("\n")).toMatch(/^error: something went wrong inside ack-ram-tool\nhint: [^\n]+$/);
});
