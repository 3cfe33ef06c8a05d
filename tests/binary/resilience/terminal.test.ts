import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { BINARY } from "../../support/binary.ts";
import { getCredential } from "../../support/command-lines.ts";
import { keyFields } from "../../support/credential-files.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

const EVIL = "\u001B[2J\u009B31m\u202E\u200B\u0007";

/** Anything but line ends and tabs that a terminal would obey, or not show. */
const OBEYED = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const obeyedIn = (text: string): string[] =>
  (text.match(OBEYED) ?? []).filter((found) => found !== "\n" && found !== "\t");

async function writeEvilProfile(scene: Scene, mode: string): Promise<string> {
  const profile = { name: `evil${EVIL}\nHint: run rm -rf ~`, mode, ...keyFields(scene.cloud.identities.alice) };
  await scene.write(".aliyun/config.json", JSON.stringify({ current: profile.name, profiles: [profile] }));
  return profile.name;
}

describe("foreign text never controls the terminal", () => {
  test.each<[string, readonly string[]]>([
    ["an error", ["credential-plugin", "get-credential", "-c", "c1"]],
    ["an error with -v", ["credential-plugin", "get-credential", "-c", "c1", "-v"]],
    ["auth sources", ["auth", "sources"]],
    ["auth sources as JSON", ["auth", "sources", "--output", "json"]],
    ["the doctor", ["doctor", "-c", "c1"]],
    ["the doctor's JSON", ["doctor", "-c", "c1", "--output", "json"]],
    ["a bad flag", [`--${EVIL}`]],
    ["a bad value", ["credential-plugin", "get-credential", "-c", EVIL]],
  ])("in %s, from a profile's name", async (_, argv) => {
    await using scene = await setScene();
    await writeEvilProfile(scene, "Magic");
    const { stdout, stderr } = await scene.run(argv);
    expect(obeyedIn(stdout + stderr)).toEqual([]);
    expect(stderr).not.toMatch(/^Hint/m);
  });

  test("from an API's answer", async () => {
    await using scene = await setScene();
    const body = JSON.stringify({ Code: `Forbidden${EVIL}`, Message: `no${EVIL}\nhint: do evil`, RequestId: EVIL });
    scene.cloud.faults.always("cs", { reply: { status: 403, body } });
    const { stderr } = await scene.run(getCredential(scene.cloud, "-v"), scene.alice);
    expect(obeyedIn(stderr)).toEqual([]);
    expect(stderr).not.toContain("\nhint: do evil");
  });
});

/** Runs in a pseudo terminal, as `script` of util-linux makes one. */
function inTerminal(scene: Scene, argv: readonly string[], variables: Variables) {
  return scene.runOther(["script", "-qec", argv.map((word) => `'${word}'`).join(" "), "/dev/null"], variables);
}

describe.skipIf(Bun.which("script") === null || process.platform !== "linux")(
  "on a terminal (skipped where script of util-linux is not installed)",
  () => {
    test.each<[string, Variables]>([
      ["as it is", {}],
      ["that is dumb", { TERM: "dumb" }],
      ["with FORCE_COLOR", { FORCE_COLOR: "3" }],
    ])("an error is not coloured by the runtime, %s", async (_, variables) => {
      await using scene = await setScene();
      const { stdout } = await inTerminal(scene, [BINARY, "credential-plugin", "get-credential"], variables);
      expect(stdout).toContain("error: ");
      expect(stdout).not.toContain("\u001B");
    });
  },
);

test
  .skipIf(process.platform === "win32")
  .each(
    ["true", "head -1"].flatMap((reader) =>
      ["get-credential", "get-kubeconfig", "doctor", "help"].map((call) => [call, reader]),
    ),
  )("a reader that closes early ends the program quietly: %s | %s (not on Windows)", async (call, reader) => {
  await using scene = await setScene();
  const [first = "", second = "", ...rest] = getCredential(scene.cloud);
  const calls: Readonly<Record<string, readonly string[]>> = {
    "get-credential": [first, second, ...rest],
    "get-kubeconfig": ["get-kubeconfig", ...rest, "--dry-run", "--kubeconfig", "config"],
    doctor: ["doctor", ...rest],
    help: ["--help"],
  };
  const line = `{ "$0" "$@"; echo "exit code $?" >&2; } | ${reader}`;
  const argv = ["bash", "-c", line, BINARY, ...(calls[call] ?? [])];
  const { stderr } = await scene.runOther(argv, scene.alice);
  // The doctor finds something wrong in an empty home.
  expect(stderr).toMatch(/^exit code (?:141|0|1)\n$/);
});

test("an answer that falsely claims to be compressed makes the runtime print nothing", async () => {
  await using scene = await setScene();
  const reply = { status: 200, headers: { "Content-Encoding": "gzip" }, body: "fake" };
  scene.cloud.faults.always("cs", { reply });
  const { exitCode, stderr } = await scene.run(getCredential(scene.cloud), scene.alice);
  expect(exitCode).toBe(1);
  expect(stderr).not.toMatch(/Zlib|Decompression/);
  expect(stderr).toStartWith("error: ");
});
