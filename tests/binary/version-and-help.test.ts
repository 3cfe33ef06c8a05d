import { describe, expect, test } from "bun:test";
import packageJson from "../../package.json" with { type: "json" };
import { setScene } from "../support/scene.ts";

const LINE = new RegExp(
  `^ack-ram-tool ${packageJson.version}\\S* \\(commit (?:[0-9a-f]{40}|unknown), bun ${Bun.version}, ${process.platform}/${process.arch}\\)\n$`,
);

test.each([[["version"]], [["--version"]], [["version", "--output=text"]]])("%j prints one line", async (argv) => {
  await using scene = await setScene();
  const { exitCode, stdout, stderr } = await scene.run(argv);
  expect(stdout).toMatch(LINE);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
});

test.each([[["version", "--output", "json"]], [["version", "-o", "json"]], [["version", "-ojson"]]])(
  "%j prints the same facts as JSON",
  async (argv) => {
    await using scene = await setScene();
    expect(JSON.parse((await scene.run(argv)).stdout)).toEqual({
      version: expect.stringContaining(packageJson.version),
      commit: expect.stringMatching(/^(?:[0-9a-f]{40}|unknown)$/),
      bun: Bun.version,
      platform: `${process.platform}/${process.arch}`,
    });
  },
);

describe("help goes to stdout when it is asked for", () => {
  test.each<[readonly string[], readonly string[]]>([
    [["--help"], ["COMMANDS", "credential-plugin", "auth", "version"]],
    [["-h"], ["COMMANDS"]],
    [
      ["credential-plugin", "--help"],
      ["COMMANDS", "get-credential"],
    ],
    [
      ["credential-plugin", "get-credential", "--help"],
      ["--cluster-id", "-c", "--expiration", "3h0m0s", "--api-version", "EXAMPLES", "ACK_RAM_TOOL_CS_ENDPOINT"],
    ],
    [["credential-plugin", "get-credential", "-c", "c1", "-h"], ["--cluster-id"]],
    [["credential-plugin", "get-credential", "--bogus", "-h"], ["--cluster-id"]],
    [
      ["auth", "-h"],
      ["whoami", "sources"],
    ],
    [
      ["auth", "whoami", "-h"],
      ["--role-arn", "--output", "EXAMPLES"],
    ],
    [
      ["auth", "sources", "-h"],
      ["--output", "EXAMPLES"],
    ],
    [
      ["cache", "-h"],
      ["list", "clear", "path"],
    ],
    [["version", "-h"], ["--output"]],
  ])("%j", async (argv, words) => {
    await using scene = await setScene();
    const { exitCode, stdout, stderr } = await scene.run(argv, { FORCE_COLOR: "1" });
    for (const word of words) expect(stdout).toContain(word);
    expect(stdout).not.toContain("\u001B");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });
});

test("without a command, the help is the answer", async () => {
  await using scene = await setScene();
  const { exitCode, stdout, stderr } = await scene.run([]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toContain("COMMANDS");
});
