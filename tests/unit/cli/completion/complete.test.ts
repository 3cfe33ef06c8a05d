import { describe, expect, test } from "bun:test";
import { complete } from "../../../../src/cli/completion/complete.ts";
import { renderCompletion } from "../../../../src/cli/completion/render-completion.ts";
import { defineCommand } from "../../../../src/cli/command.ts";
import type { Flags } from "../../../../src/cli/arguments/flag.ts";

const globals = {
  "profile-name": { type: "string", valueHint: "PROFILE", description: "Profile to use" },
  "log-level": { type: "string", valueHint: "LEVEL" },
  verbose: { type: "boolean", alias: "v" },
} as const satisfies Flags;

const globalNames = ["--profile-name\tProfile to use", "--log-level", "--verbose"];

const root = defineCommand({
  meta: { name: "tool", description: "The tool" },
  subCommands: {
    get: defineCommand({
      meta: { name: "get", description: "Get it" },
      args: {
        id: { type: "string", alias: "i", required: true, valueHint: "ID", description: "What to get" },
        form: { type: "enum", alias: "o", options: ["text", "json"] },
        into: { type: "string", valueHint: "DIR" },
        from: { type: "string", valueHint: "FILE" },
      },
      run: () => Promise.resolve(),
    }),
    find: defineCommand({
      meta: { name: "find", description: "Find some" },
      args: { cluster: { type: "positional", repeatable: true, valueHint: "CLUSTER" } },
      run: () => Promise.resolve(),
    }),
    later: () =>
      Promise.resolve(defineCommand({ meta: { name: "later", description: "Loaded when named" }, subCommands: {} })),
  },
});

async function answer(...words: string[]): Promise<string[]> {
  const completion = await complete(words, {
    root,
    globals,
    clusters: () => Promise.resolve({ ids: ["c1", "c2"], names: ["prod"] }),
    profileNames: (given) => Promise.resolve(["default", `seen ${[...given.keys()].join(" ")}`]),
  });
  return renderCompletion(completion).split("\n");
}

describe("what may stand at the end of a line", () => {
  test.each<[string[], string[]]>([
    [[""], ["values", "get\tGet it", "find\tFind some", "later\tLoaded when named"]],
    [["g"], ["values", "get\tGet it", "find\tFind some", "later\tLoaded when named"]],
    [
      ["get", "--form", ""],
      ["values", "text", "json"],
    ],
    [
      ["get", "--form", " "],
      ["values", "text", "json"],
    ],
    [
      ["get", "-vo", ""],
      ["values", "text", "json"],
    ],
    [
      ["get", "--form=t"],
      ["values", "--form=text", "--form=json"],
    ],
    [
      ["--log-level", ""],
      ["values", "debug", "info", "warn", "error"],
    ],
    [["get", "--into", "x"], ["directories"]],
    [["get", "--from=x"], ["files"]],
    [
      ["get", "--id", ""],
      ["values", "c1", "c2"],
    ],
    [
      ["find", ""],
      ["values", "prod", "c1", "c2"],
    ],
    [
      ["find", "prod", "p"],
      ["values", "prod", "c1", "c2"],
    ],
    [
      ["find", "-"],
      ["values", ...globalNames],
    ],
    [
      ["get", "--id", "1", "--profile-name", ""],
      ["values", "default", "seen id"],
    ],
    [["get", "stray"], ["values"]],
    [["get", "--constructor=", ""], expect.arrayContaining(["--id\tWhat to get"])],
    [["get", "--constructor="], ["values"]],
    [
      ["nonsense", "constructor", ""],
      ["values", "get\tGet it", "find\tFind some", "later\tLoaded when named"],
    ],
  ])("%j", async (words, expected) => {
    expect(await answer(...words)).toEqual(expected);
  });

  test("a command's own flags come before those that all commands have", async () => {
    expect(await answer("get", "")).toEqual([
      "values",
      "--id\tWhat to get",
      "--form",
      "--into",
      "--from",
      "--profile-name\tProfile to use",
      "--log-level",
      "--verbose",
    ]);
  });

  test("a flag that is on the line is not offered again, nor while another one waits for its value", async () => {
    expect(await answer("get", "-i1", "--form", "json", "-v", "-")).toEqual([
      "values",
      "--into",
      "--from",
      "--profile-name\tProfile to use",
      "--log-level",
    ]);
  });
});

test("a name with control characters in it cannot add lines of its own", () => {
  const candidates = ["good", "bad\nfiles", "bad\ttab", "\u001b[2J", ""].map((value) => ({ value }));
  expect(renderCompletion({ kind: "values", candidates })).toBe("values\ngood");
});
