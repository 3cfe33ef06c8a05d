import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { splitCommand } from "../../../../src/credentials/loaders/split-command.ts";

// The rows are those of the aliyun CLI's own cases (config/command_split_test.go, 3.4.9), and of the shells' rules.

describe("a command line is split on every system", () => {
  test.each<[string, string[]]>([
    ["program a b", ["program", "a", "b"]],
    ["  program\t a\n b  ", ["program", "a", "b"]],
    ["'my program' \"two words\"", ["my program", "two words"]],
    ["program ''", ["program", ""]],
    ['program "" a', ["program", "", "a"]],
    ["--name='a b'", ["--name=a b"]],
    ["'a'\"b\"c", ["abc"]],
    ["'a\\b'", ["a\\b"]],
    ['"say \\"hi\\""', ['say "hi"']],
    ['"C:\\Program Files\\get.exe" x', ["C:\\Program Files\\get.exe", "x"]],
    ["echo $HOME `id` $(id) > x | y && z; *", ["echo", "$HOME", "`id`", "$(id)", ">", "x", "|", "y", "&&", "z;", "*"]],
    ["", []],
    [" \t\n", []],
  ])("%j", (command, words) => {
    for (const os of ["linux", "darwin", "win32"]) expect(splitCommand(command, os)).toEqual(words);
  });
});

describe("a backslash", () => {
  test.each<[string, string[]]>([
    ["a\\ b", ["a b"]],
    ["it\\'s", ["it's"]],
    ["\\\\server", ["\\server"]],
    ["a\\x", ["ax"]],
    ['"a\\x\\$\\`\\\\"', ["a\\x$`\\"]],
    ["a \\\n b", ["a", "b"]],
    ['"a\\\nb"', ["ab"]],
  ])("outside of Windows is a shell's: %j", (command, words) => {
    expect(splitCommand(command, "linux")).toEqual(words);
  });

  test.each<[string, string[]]>([
    ["C:\\Tools\\get.exe", ["C:\\Tools\\get.exe"]],
    ["\\\\server\\share\\x.exe --x", ["\\\\server\\share\\x.exe", "--x"]],
    ['"C:\\Program Files\\x\\" y', ["C:\\Program Files\\x\\", "y"]],
    ["ends\\", ["ends\\"]],
    ["a\\ b", ["a\\", "b"]],
  ])("on Windows stands for itself: %j", (command, words) => {
    expect(splitCommand(command, "win32")).toEqual(words);
  });

  test("at the end is a mistake outside of Windows", () => {
    expect(splitCommand("tool\\", "linux")).toEqual({ problem: "ends with a backslash" });
  });
});

test.each(["'", '"', "a 'b", 'a "b', "'a\"", '"a\\"'])("%s has a quote that is not closed", (command) => {
  expect(splitCommand(command, "linux")).toEqual({ problem: "has a quote that is not closed" });
});

const single = (word: string): string => `'${word.replaceAll("'", "'\"'\"'")}'`;
const double = (word: string): string => `"${word.replaceAll(/["\\$`]/g, "\\$&")}"`;
const bare = (word: string): string => (/^[\w./:=@-]+$/.test(word) ? word : single(word));

test("words that were quoted for a shell, one way or another, come back", () => {
  const words = fc.array(fc.tuple(fc.string(), fc.constantFrom(single, double, bare)));
  const gap = fc.stringMatching(/^[ \t\n]{1,3}$/);
  fc.assert(
    fc.property(words, gap, (quoted, space) => {
      const command = quoted.map(([word, quote]) => quote(word)).join(space);
      expect(splitCommand(command, "linux")).toEqual(quoted.map(([word]) => word));
    }),
  );
});

test("any text can be split, into words that have only its characters", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.stringMatching(/^[ a'"\\]{0,20}$/)),
      fc.constantFrom("linux", "win32"),
      (command, os) => {
        const words = splitCommand(command, os);
        for (const character of "problem" in words ? "" : words.join("")) expect(command).toContain(character);
      },
    ),
  );
});
