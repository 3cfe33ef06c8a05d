import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { splitCommand } from "../../../../src/credentials/loaders/split-command.ts";

describe("a command line is split", () => {
  test.each<[string, string[]]>([
    ["program a b", ["program", "a", "b"]],
    ["  program\t a\n b  ", ["program", "a", "b"]],
    ["'my program' \"two words\"", ["my program", "two words"]],
    ["program ''", ["program", ""]],
    ["--name='a b'", ["--name=a b"]],
    ["'a'\"b\"c", ["abc"]],
    ["a\\ b", ["a b"]],
    ["'a\\b'", ["a\\b"]],
    ['"say \\"hi\\""', ['say "hi"']],
    ["C:\\Tools\\get.exe", ["C:\\Tools\\get.exe"]],
    ['"C:\\Program Files\\get.exe"', ["C:\\Program Files\\get.exe"]],
    ["echo $HOME `id` $(id) > x | y && z; *", ["echo", "$HOME", "`id`", "$(id)", ">", "x", "|", "y", "&&", "z;", "*"]],
    ["it\\'s", ["it's"]],
    ["ends\\", ["ends\\"]],
    ["", []],
    [" \t\n", []],
  ])("%j", (command, words) => {
    expect(splitCommand(command)).toEqual(words);
  });

  test.each(["'", '"', "a 'b", 'a "b', "'a\"", '"a\\"'])("%s has a quote that is not closed", (command) => {
    expect(splitCommand(command)).toBeUndefined();
  });
});

const single = (word: string): string => `'${word.replaceAll("'", "'\"'\"'")}'`;
const double = (word: string): string => `"${word.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
const bare = (word: string): string => (/^[\w./:=@-]+$/.test(word) ? word : single(word));

test("words that were quoted, one way or another, come back", () => {
  const words = fc.array(fc.tuple(fc.string(), fc.constantFrom(single, double, bare)));
  const gap = fc.stringMatching(/^[ \t\n]{1,3}$/);
  fc.assert(
    fc.property(words, gap, (quoted, space) => {
      const command = quoted.map(([word, quote]) => quote(word)).join(space);
      expect(splitCommand(command)).toEqual(quoted.map(([word]) => word));
    }),
  );
});

test("any text is taken, and words hold nothing that was not in it", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[ a'"\\]{0,20}$/)), (command) => {
      for (const character of splitCommand(command)?.join("") ?? "") expect(command).toContain(character);
    }),
  );
});
