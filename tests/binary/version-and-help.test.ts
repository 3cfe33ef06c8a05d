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

test("version --output json prints the same facts", async () => {
  await using scene = await setScene();
  expect(JSON.parse((await scene.run(["version", "--output", "json"])).stdout)).toEqual({
    version: expect.stringContaining(packageJson.version),
    commit: expect.stringMatching(/^(?:[0-9a-f]{40}|unknown)$/),
    bun: Bun.version,
    platform: `${process.platform}/${process.arch}`,
  });
});

describe("help goes to stdout when it is asked for", () => {
  test.each<[readonly string[], readonly string[]]>([
    [["--help"], ["COMMANDS", "credential-plugin", "auth", "version"]],
    [
      ["credential-plugin", "get-credential", "--help"],
      ["--cluster-id", "-c", "--expiration", "3h0m0s", "--api-version", "EXAMPLES", "ACK_RAM_TOOL_CS_ENDPOINT"],
    ],
    [["credential-plugin", "get-credential", "-c", "c1", "-h"], ["--cluster-id"]],
    [["version", "-h"], ["--output"]],
  ])("%j", async (argv, words) => {
    await using scene = await setScene();
    const { exitCode, stdout, stderr } = await scene.run(argv, { FORCE_COLOR: "1" });
    for (const word of words) expect(stdout).toContain(word);
    expect(stdout).not.toContain("\u001B");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });
});
