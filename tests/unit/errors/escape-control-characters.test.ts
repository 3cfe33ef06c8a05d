import { describe, expect, test } from "bun:test";
import { oneLine, printable } from "../../../src/errors/escape-control-characters.ts";
import { shellWord } from "../../../src/errors/quote-shell-word.ts";

describe("what a terminal would obey", () => {
  test.each([
    ["ESC", "\u001B[31mred", String.raw`\u001b[31mred`],
    ["BEL", "a\u0007b", String.raw`a\u0007b`],
    ["a carriage return", "good\rbad", String.raw`good\u000dbad`],
    ["C1's CSI", "a\u009B2Jb", String.raw`a\u009b2Jb`],
    ["a bidi override", "a\u202Eb", String.raw`a\u202eb`],
    ["a zero-width space", "a\u200Bb", String.raw`a\u200bb`],
    ["a byte order mark", "\uFEFFa", String.raw`\ufeffa`],
    ["a tag character", "\u{E0041}", String.raw`\udb40\udc41`],
    ["a line separator", "a\u2028b", String.raw`a\u2028b`],
  ])("is shown: %s", (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test("is the same character in JSON", () => {
    const value = { name: "a\u009B\u202E\u200B\u{E0041}\uFEFF" };
    expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
  });

  test("is not a line end, a tab or a letter of any script", () => {
    const text = "first\n\tsecond – Größe 集群 ‘x’";
    expect(printable(text)).toBe(text);
  });
});

test("a line break in a message is shown", () => {
  expect(oneLine('profile "a\nhint: run rm -rf ~"')).toBe(String.raw`profile "a\nhint: run rm -rf ~"`);
});

describe("a word in a hint", () => {
  const words = ["plain-1.2_3", "/home/a/.kube/config", "a b", "it's", "$(touch harm)", "`x`", "a\nb", "*", "~/x", ""];
  test.skipIf(Bun.which("sh") === null).each(words)("comes out of a shell as it was: %j", async (word) => {
    const child = Bun.spawnSync(["sh", "-c", `printf %s ${shellWord(word)}`]);
    expect(child.stdout.toString()).toBe(word);
  });

  test("is plain where it can be", () => {
    expect(shellWord("prod-1")).toBe("prod-1");
  });
});
