import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { getCredential } from "../../support/command-lines.ts";
import { keyFields, writeProfile, writeScript } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { expectIdentity } from "../../support/expect-identity.ts";
import { survivors } from "../../support/running.ts";
import { type Scene, setScene } from "../../support/scene.ts";

// Long enough for a machine that has other things to do.
setDefaultTimeout(30_000);

/** Makes a script with these lines the profile's program. */
async function writeProgram(scene: Scene, ...lines: readonly string[]): Promise<void> {
  const script = await writeScript(scene, ...lines);
  await writeProfile(scene, { mode: "External", process_command: `"${script}" 'a word' ""` });
}

const profileOf = ({ cloud }: Scene, more: object = {}) =>
  JSON.stringify({ mode: "AK", ...keyFields(cloud.identities.alice), ...more });

describe("a program may print its credentials", () => {
  test.each<[string, string, (scene: Scene) => readonly string[]]>([
    ["compact", "alice", (scene) => [`echo '${profileOf(scene)}'`]],
    [
      "among other lines, braces in them",
      "alice",
      (scene) => ["echo 'fetching {token} ...'", `echo 'done: ${profileOf(scene)} (ok)'`, "echo '{bye'"],
    ],
    [
      "behind an object of another kind",
      "alice",
      (scene) => ['echo \'{"level":"info"}\'', `echo '${profileOf(scene)}'`],
    ],
    [
      "in another case, as in the aliyun CLI's own tests",
      "alice",
      ({ cloud: { identities } }) => [
        `echo '{"Mode":"AK","Access_Key_Id":"${identities.alice.accessKeyId}","Access_Key_Secret":"${identities.alice.accessKeySecret}"}'`,
      ],
    ],
    ["without a mode", "alice", ({ cloud }) => [`echo '${JSON.stringify(keyFields(cloud.identities.alice))}'`]],
    ["with much on stderr", "alice", (scene) => ["echo noise >&2", `echo '${profileOf(scene)}'`]],
    [
      "in the shape of a credentials URI",
      "role-ci",
      ({ cloud }) => {
        const session = cloud.openSession(cloud.roles.ci);
        return [
          `echo '${JSON.stringify({ AccessKeyId: session.accessKeyId, AccessKeySecret: session.accessKeySecret, SecurityToken: session.securityToken })}'`,
        ];
      },
    ],
    [
      "as a profile with a role",
      "role-ci",
      (scene) => [`echo '${profileOf(scene, { mode: "RamRoleArn", ram_role_arn: scene.cloud.roles.ci.arn })}'`],
    ],
    [
      "as a profile that builds on another one of the file",
      "role-ci",
      ({ cloud }) => [
        `echo '${JSON.stringify({ mode: "ChainableRamRoleArn", source_profile: "alice", ram_role_arn: cloud.roles.ci.arn })}'`,
      ],
    ],
    [
      "as keys alone, for the role that the profile names",
      "role-ci",
      ({ cloud: { identities } }) => [
        `echo '${JSON.stringify({ Mode: "RamRoleArn", ...keyFields(identities.alice) })}'`,
      ],
    ],
    ["after it has read to the end of its input", "alice", (scene) => ["cat", `echo '${profileOf(scene)}'`]],
    [
      "after it has got its words as they are",
      "alice",
      (scene) => ['[ "$1" = "a word" ] && [ $# = 2 ] &&', `echo '${profileOf(scene)}'`],
    ],
  ])("%s (the certificate is that of %s)", async (_, identity, lines) => {
    await using scene = await setScene();
    const script = await writeScript(scene, ...lines(scene));
    await writeProfile(
      scene,
      { mode: "External", process_command: `"${script}" 'a word' ""`, ram_role_arn: scene.cloud.roles.ci.arn },
      { name: "alice", mode: "AK", ...keyFields(scene.cloud.identities.alice) },
    );
    expectIdentity(await scene.run(getCredential(scene.cloud)), identity);
  });
});

describe("the error for a program without credentials says what it did:", () => {
  test.each<[string, (scene: Scene) => readonly string[], RegExp, RegExp]>([
    ["exit 3", (scene) => [`echo '${profileOf(scene)}'`, "exit 3"], /ended with exit code 3/, /run it by hand/],
    ["print nothing", () => [], /printed no JSON object with credentials/, /must print/],
    ["print another object", () => ["echo '{\"a\":{}}'"], /printed no JSON object with credentials/, /must print/],
    [
      "print credentials that have expired",
      () => ['echo \'{"AccessKeyId":"x","AccessKeySecret":"y","Expiration":"2020-01-01T00:00:00Z"}\''],
      /already expired/,
      /clock/,
    ],
    ["print half a profile", () => ['echo \'{"mode":"AK","access_key_id":"x"}\''], /access_key_secret is missing/, /./],
    [
      "name another program",
      () => ['echo \'{"mode":"External","process_command":"x"}\''],
      /must not name another program/,
      /./,
    ],
    ["print an unknown mode", () => ['echo \'{"mode":"Magic"}\''], /the mode "Magic" is unknown/, /modes are/],
    ["print 10 MB", () => ["head -c 10000000 /dev/zero | tr '\\0' x"], /printed more than 1024 kB/, /one JSON object/],
    ["print 10 MB on stderr", () => ["head -c 10000000 /dev/zero >&2"], /printed more than 1024 kB/, /one JSON object/],
    ["print no text", () => ["head -c 1000 /dev/urandom"], /printed no JSON object with credentials/, /must print/],
  ])("%s", async (_, lines, error, hint) => {
    await using scene = await setScene();
    await writeProgram(scene, ...lines(scene));
    const outcome = await scene.run(getCredential(scene.cloud));
    expectRefusal(outcome, { error, hint });
    expect(outcome.stderr).toContain('profile "default"');
    expect(scene.cloud.requests.count()).toBe(0);
  });

  test.each([
    [
      "does not exist",
      "/nowhere/program",
      /the program \/nowhere\/program could not be started: there is no such program/,
    ],
    [
      "is not on the PATH",
      "no-such-program-here --x",
      /the program no-such-program-here could not be started: there is no such program/,
    ],
    ["has an open quote", "sh 'x", /process_command has a quote that is not closed/],
    ["is blank but for quotes", "''", /process_command is empty/],
    ["wants a shell", "echo $HOME > x", /printed no JSON object with credentials/],
  ])("a command that %s", async (_, command, error) => {
    await using scene = await setScene();
    await writeProfile(scene, { mode: "External", process_command: command });
    expectRefusal(await scene.run(getCredential(scene.cloud)), { error });
    expect(scene.newFiles().filter((path) => path.startsWith("cwd/"))).toEqual([]);
  });
});

describe("no process survives of", () => {
  test.each<[string, (scene: Scene) => readonly string[], number]>([
    ["a program that does not end, with its child", () => ["sleep 300 &", 'echo $! >> "$HOME/pids"', "wait"], 1],
    [
      "a child that outlives its program",
      (scene) => ["sleep 300 &", 'echo $! >> "$HOME/pids"', `echo '${profileOf(scene)}'`],
      0,
    ],
    [
      "a child of a program that says too much",
      () => ["sleep 300 &", 'echo $! >> "$HOME/pids"', "head -c 10000000 /dev/zero", "wait"],
      1,
    ],
    [
      "a program that ignores signals to stop",
      () => ["trap '' TERM INT HUP", "sleep 300 &", 'echo $! >> "$HOME/pids"', "while :; do wait; done"],
      1,
    ],
  ])("%s", async (_, lines, exitCode) => {
    await using scene = await setScene();
    await writeProgram(scene, 'echo $$ > "$HOME/pids"', ...lines(scene));
    const outcome = await scene.run(getCredential(scene.cloud, "--timeout", "2s"));
    expect(outcome.exitCode).toBe(exitCode);
    if (exitCode === 1) expectRefusal(outcome, { error: /did not end in time|printed more than/ });
    const pids = (await Bun.file(`${scene.home}/pids`).text()).trim().split("\n").map(Number);
    expect(pids).toHaveLength(2);
    expect(await survivors(pids)).toEqual([]);
  });
});

test.skipIf(process.platform === "win32").each([
  [
    "no interpreter",
    "#!/nowhere/sh\n",
    0o700,
    /the interpreter in its first line \(#!\) does not exist/,
    /first|correct that line/,
  ],
  [
    "an interpreter with a Windows line end",
    "#!/bin/sh\r\n",
    0o700,
    /the interpreter in its first line/,
    /Windows line ends/,
  ],
  ["no first line", "echo\n", 0o700, /neither a program nor a script/, /add that line/],
  ["no right to be run", "#!/bin/sh\n", 0o600, /it is not executable/, /chmod \+x/],
])("a script with %s says so (not on Windows)", async (_, content, mode, error, hint) => {
  await using scene = await setScene();
  const script = await scene.write("bin/script", content, mode);
  await writeProfile(scene, { mode: "External", process_command: script });
  expectRefusal(await scene.run(getCredential(scene.cloud)), { error, hint });
});
