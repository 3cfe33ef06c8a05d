import { describe, expect, test } from "bun:test";
import { type Command, defineCommand } from "../../../../src/cli/command.ts";
import type { Flags } from "../../../../src/cli/arguments/flag.ts";
import { parseArguments } from "../../../../src/cli/arguments/parse-arguments.ts";

const globals = {
  level: { type: "string", alias: "l" },
  verbose: { type: "boolean", alias: "v" },
  yes: { type: "boolean", alias: "y" },
  help: { type: "boolean", alias: "h" },
} as const satisfies Flags;

const bake = defineCommand({
  meta: { name: "bake", description: "Bake" },
  args: { cake: { type: "string", alias: "c", otherNames: ["pastry"] } },
});

const frost = defineCommand({
  meta: { name: "frost", description: "Frost" },
  args: { words: { type: "positional", repeatable: true } },
});

const root = defineCommand({
  meta: { name: "tool", description: "Tool" },
  args: { version: { type: "boolean" } },
  subCommands: {
    kitchen: { meta: { name: "kitchen", description: "Kitchen" }, subCommands: { bake } },
    lazy: () => Promise.resolve(bake),
    frost,
  },
});

async function parse(
  line: readonly string[],
  command: Command = root,
): Promise<{ path: string[]; given: object; mistake: string | undefined }> {
  const { path, given, mistake } = await parseArguments(line, command, globals);
  return {
    path: path.map((step) => step.meta.name),
    given: Object.fromEntries(given),
    mistake: mistake?.message,
  };
}

describe("flags in pflag's forms", () => {
  test.each([
    [["--cake", "plum"], { cake: "plum" }],
    [["--cake=plum"], { cake: "plum" }],
    [["--cake=a=b"], { cake: "a=b" }],
    [["--cake="], { cake: "" }],
    [["--cake", ""], { cake: "" }],
    [["--cake=-1"], { cake: "-1" }],
    [["--cake", "-"], { cake: "-" }],
    [["-c", "plum"], { cake: "plum" }],
    [["-cplum"], { cake: "plum" }],
    [["-c=plum"], { cake: "plum" }],
    [["-c="], { cake: "" }],
    [["-v"], { verbose: true }],
    [["-vy"], { verbose: true, yes: true }],
    [["-vyc", "plum"], { verbose: true, yes: true, cake: "plum" }],
    [["-vcplum"], { verbose: true, cake: "plum" }],
    [["-v=false"], { verbose: false }],
    [["-yv=0"], { yes: true, verbose: false }],
    [["--verbose"], { verbose: true }],
    [["--verbose=true"], { verbose: true }],
    [["--verbose=F"], { verbose: false }],
    [["--cake", "plum", "--cake", "lemon"], { cake: "lemon" }],
    [["--verbose", "--verbose=false"], { verbose: false }],
    [["--cake", "plum", "--"], { cake: "plum" }],
  ])("%j", async (line, given) => {
    expect(await parse(["kitchen", "bake", ...line])).toEqual({
      path: ["tool", "kitchen", "bake"],
      given,
      mistake: undefined,
    });
  });

  test("global flags may stand before, between and after the commands", async () => {
    const expected = { path: ["tool", "kitchen", "bake"], given: { level: "error", cake: "plum" }, mistake: undefined };
    expect(await parse(["--level", "error", "kitchen", "bake", "-c", "plum"])).toEqual(expected);
    expect(await parse(["kitchen", "-l=error", "bake", "-c", "plum"])).toEqual(expected);
    expect(await parse(["kitchen", "bake", "-c", "plum", "-lerror"])).toEqual(expected);
  });

  test.each([
    [["--cake", "plum", "kitchen", "bake"]],
    [["--cake=plum", "kitchen", "bake"]],
    [["-cplum", "kitchen", "bake"]],
    [["-c", "plum", "kitchen", "bake"]],
    [["kitchen", "-c", "plum", "bake"]],
    [["kitchen", "--cake", "plum", "bake"]],
    // A command's name may be a flag's value.
    [["--cake", "lazy", "kitchen", "bake", "--cake", "plum"]],
  ])("a command's own flags may stand before its name, as with cobra: %j", async (line) => {
    expect(await parse(line)).toEqual({
      path: ["tool", "kitchen", "bake"],
      given: { cake: "plum" },
      mistake: undefined,
    });
  });

  test.each([
    [["--cake", "-1"], { cake: "-1" }],
    [["-c", "-x"], { cake: "-x" }],
    [["--pastry", "plum"], { cake: "plum" }],
    [["--pastry=plum"], { cake: "plum" }],
  ])("a value may begin with a dash, and a flag may have a second name: %j", async (line, given) => {
    expect(await parse(["lazy", ...line])).toMatchObject({ given, mistake: undefined });
  });

  test.each([
    [["help"], ["tool"]],
    [
      ["help", "kitchen"],
      ["tool", "kitchen"],
    ],
    [
      ["help", "kitchen", "bake"],
      ["tool", "kitchen", "bake"],
    ],
    [
      ["kitchen", "help"],
      ["tool", "kitchen"],
    ],
    [
      ["kitchen", "help", "bake"],
      ["tool", "kitchen", "bake"],
    ],
    [
      ["-v", "help", "lazy"],
      ["tool", "bake"],
    ],
    [
      ["kitchen", "bake", "help"],
      ["tool", "kitchen", "bake"],
    ],
  ])("the word help asks for help, too: %j", async (line, path) => {
    expect(await parse(line)).toMatchObject({ path, given: { help: true }, mistake: undefined });
  });

  test("the word help is an operand of a command that takes words", async () => {
    expect(await parse(["frost", "help"])).toMatchObject({ given: { words: ["help"] }, mistake: undefined });
  });

  test("a command that is loaded only when it is named is found, too", async () => {
    expect(await parse(["lazy", "-cplum"])).toEqual({
      path: ["tool", "bake"],
      given: { cake: "plum" },
      mistake: undefined,
    });
  });
});

describe("mistakes", () => {
  test.each([
    [["--unknown-flag", "foo"], "unknown flag --unknown-flag"],
    [["--unknown=secret"], "unknown flag --unknown"],
    [["--no-cake"], "unknown flag --no-cake"],
    [["--constructor"], "unknown flag --constructor"],
    [["--__proto__=x"], "unknown flag --__proto__"],
    [["--toString"], "unknown flag --toString"],
    [["--=x"], "unknown flag --"],
    [["--version"], "unknown flag --version"],
    [["-x"], "unknown flag -x"],
    [["-vx"], "unknown flag -x"],
    [["-cakes=plum", "-z"], "unknown flag -z"],
    [["-cake=plum", "-z"], "unknown flag -cake"],
    [["--cake"], "--cake needs a value"],
    [["-c"], "-c needs a value"],
    [["--cake", "--verbose"], "--cake needs a value"],
    [["-c", "-v"], "-c needs a value"],
    [["--verbose=maybe"], 'invalid --verbose "maybe": must be true or false'],
    [["-v="], 'invalid -v "": must be true or false'],
    [["extra"], 'unexpected argument "extra"'],
    [["--verbose", "false"], 'unexpected argument "false"'],
    [["-"], 'unexpected argument "-"'],
    [["--", "extra"], 'unexpected argument "extra"'],
    [["--", "--help"], 'unexpected argument "--help"'],
  ])("%j: %s", async (line, mistake) => {
    expect(await parse(["kitchen", "bake", ...line])).toMatchObject({ mistake });
  });

  test.each(["constructor", "toString", "__proto__", "hasOwnProperty", "bogus", ""])(
    "%j is not a command",
    async (name) => {
      expect(await parse([name])).toEqual({ path: ["tool"], given: {}, mistake: `unknown command "${name}"` });
      expect(await parse(["kitchen", name])).toMatchObject({
        path: ["tool", "kitchen"],
        mistake: `unknown command "${name}"`,
      });
    },
  );

  test("nothing is read after an unknown command: its flags are unknown", async () => {
    expect(await parse(["bogus", "kitchen", "-h"])).toEqual({
      path: ["tool"],
      given: {},
      mistake: 'unknown command "bogus"',
    });
  });

  test.each([
    [["--cake"], "write --cake VALUE, or --cake=VALUE"],
    [["-c"], "write -c VALUE, or -c=VALUE"],
    [["--verbose=maybe"], "write --verbose alone, or --verbose=false"],
    [["stray"], "add --help to see what this command takes"],
    [["-x"], "add --help to see the flags of this command"],
  ])("%j has the hint: %s", async (line, hint) => {
    const { mistake } = await parseArguments(["kitchen", "bake", ...line], root, globals);
    expect(mistake).toMatchObject({ code: "usage", exitCode: 2, hint });
  });

  test("an unknown command gets a list of the known ones", async () => {
    const { mistake } = await parseArguments(["bogus"], root, globals);
    expect(mistake).toMatchObject({ code: "usage", exitCode: 2, hint: "commands are: kitchen, lazy, frost" });
  });

  test.each([
    [["--cake", "plum", "kitchen"], "unknown flag --cake"],
    [["--bogus", "kitchen", "bake"], "unknown flag --bogus"],
    [["--cake", "plum"], "unknown flag --cake"],
  ])("a flag that the command does not have is unknown before the command's name, too: %j", async (line, mistake) => {
    expect(await parse(line)).toMatchObject({ mistake });
  });

  test.each([[["help", "bogus"]], [["kitchen", "help", "bogus"]]])(
    "help for an unknown command is an error, not another help: %j",
    async (line) => {
      expect(await parse(line)).toMatchObject({ given: {}, mistake: 'unknown command "bogus"' });
    },
  );

  test("the first of several mistakes counts", async () => {
    expect(await parse(["kitchen", "bake", "--first", "--second"])).toMatchObject({ mistake: "unknown flag --first" });
  });

  test("--help after a mistake is still seen", async () => {
    expect(await parse(["kitchen", "bake", "--bogus", "-h"])).toMatchObject({ given: { help: true } });
  });
});
