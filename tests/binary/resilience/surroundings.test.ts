import { existsSync } from "node:fs";
import { describe, expect, test, setDefaultTimeout } from "bun:test";
import { join } from "node:path";
import { BINARY, type Outcome } from "../../support/binary.ts";
import { getCredential } from "../../support/command-lines.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

const ENDS = { exitCode: 0, stderr: "" };

function ask(scene: Scene, variables: Variables = {}): Promise<Outcome> {
  return scene.run(getCredential(scene.cloud), { ...scene.alice, ...variables });
}

/** Runs a shell's line in which `$ACK` stands for the call. */
function shell(scene: Scene, line: string, variables: Variables = {}): Promise<Outcome> {
  const ack = [BINARY, ...getCredential(scene.cloud)].join(" ");
  return scene.runOther(["/bin/sh", "-c", line.replaceAll("$ACK", ack)], {
    ...scene.alice,
    ...variables,
  });
}

/** Code that would give itself away, wherever it runs. */
const INTRUDER = 'require("fs").writeFileSync(process.env.TMPDIR + "/intruder", ""); console.log("INTRUDER");';

describe("the working directory", () => {
  const FILES = {
    ".env": "ALIBABA_CLOUD_ACCESS_KEY_ID=LTAIintruder0000\nHTTPS_PROXY=http://127.0.0.1:1\nACK_RAM_TOOL_VERBOSE=1\n",
    ".env.production": "HTTPS_PROXY=http://127.0.0.1:1\n",
    "bunfig.toml": 'preload = ["./intruder.cjs"]\n[run]\nshell = "bun"\n',
    "intruder.cjs": INTRUDER,
    "package.json": '{"type":"commonjs","imports":{"#x":"./intruder.cjs"},"main":"./intruder.cjs"}',
    "tsconfig.json": '{"compilerOptions":{"paths":{"*":["./intruder.cjs"]}}}',
    "node_modules/valibot/index.js": INTRUDER,
    "node_modules/citty/index.js": INTRUDER,
    "node_modules/consola/core.js": INTRUDER,
    "node_modules/@alicloud/credentials/index.js": INTRUDER,
    "c00000000000000000000000000000001.json": "{}",
  };

  test("may contain anything: nothing in it is read", async () => {
    await using scene = await setScene();
    for (const [name, content] of Object.entries(FILES)) await scene.write(join("project", name), content);
    const cold = await shell(scene, "cd $HOME/project && $ACK");
    expect(cold).toMatchObject(ENDS);
    expect(identityIn(cold.stdout)).toBe("alice");
    expect(await shell(scene, "cd $HOME/project && $ACK")).toEqual(cold);
    expect(scene.newFiles().filter((path) => path.includes("intruder") || path.startsWith("cwd/"))).toEqual([]);
  });

  test("may be gone", async () => {
    await using scene = await setScene();
    expect(await shell(scene, "mkdir $HOME/gone && cd $HOME/gone && rmdir $HOME/gone && $ACK")).toMatchObject(ENDS);
  });
});

describe("variables", () => {
  test.each<[string, Variables]>([
    ["NODE_OPTIONS", { NODE_OPTIONS: "--require=/nonexistent.cjs --tls-cipher-list=none" }],
    ["NODE_PATH", { NODE_PATH: "/nonexistent" }],
    ["Bun's verbose fetch", { BUN_CONFIG_VERBOSE_FETCH: "curl" }],
    ["Bun's verbose fetch in its other form", { BUN_CONFIG_VERBOSE_FETCH: "1" }],
    ["an odd time zone", { TZ: "Nowhere/Land" }],
    ["a time zone at the edge", { TZ: "Pacific/Kiritimati" }],
    ["a Turkish locale", { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }],
    ["an invalid locale", { LANG: "xx", LC_ALL: "\u0001" }],
    ["an empty PATH", { PATH: "" }],
    ["no PATH", { PATH: undefined }],
    ["colours and terminals", { FORCE_COLOR: "3", TERM: "xterm", CI: "1" }],
    ["NODE_ENV", { NODE_ENV: "development" }],
    ["the debugger of Node", { NODE_DEBUG: "http,tls", NODE_INSPECT: "1" }],
  ])("%s change nothing", async (_, variables) => {
    await using scene = await setScene();
    const cold = await ask(scene, variables);
    expect(cold).toMatchObject(ENDS);
    expect(identityIn(cold.stdout)).toBe("alice");
    expect(await ask(scene, variables)).toEqual(cold);
  });

  test("NODE_TLS_REJECT_UNAUTHORIZED=0 does not disable verification", async () => {
    await using scene = await setScene({ serverCertificate: "unknown-authority" });
    const outcome = await ask(scene, { NODE_TLS_REJECT_UNAUTHORIZED: "0" });
    expectRefusal(outcome, { error: "the TLS certificate of", hint: "NODE_EXTRA_CA_CERTS" });
    expect(scene.cloud.requests.count("cs")).toBe(0);
  });

  test.each<[string, Variables]>([
    ["BUN_OPTIONS=--preload", { BUN_OPTIONS: "--preload ./intruder.cjs" }],
    ["BUN_OPTIONS=--require", { BUN_OPTIONS: "--require ./intruder.cjs" }],
    ["BUN_OPTIONS=--import", { BUN_OPTIONS: "--import ./intruder.cjs" }],
    ["BUN_OPTIONS=--config", { BUN_OPTIONS: "--config=./bunfig.toml" }],
    ["BUN_INSPECT_PRELOAD", { BUN_INSPECT_PRELOAD: "./intruder.cjs" }],
    ["BUN_INSPECT", { BUN_INSPECT: "ws://127.0.0.1:0/fake" }],
  ])("%s is refused before anything runs", async (_, variables) => {
    await using scene = await setScene();
    await scene.write("project/intruder.cjs", INTRUDER);
    await scene.write("project/bunfig.toml", 'preload = ["./intruder.cjs"]\n');
    const { exitCode, stdout } = await shell(scene, "cd $HOME/project && exec $ACK", variables);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(scene.newFiles()).toEqual([]);
    expect(scene.cloud.requests.count()).toBe(0);
  });
});

/** Only Linux has a device that is always full; without it these rows are left out. */
const withFullDisk = <Row>(rows: readonly Row[]): Row[] =>
  rows.filter((row) => existsSync("/dev/full") || !JSON.stringify(row).includes("/dev/full"));

describe("standard streams", () => {
  test.each(withFullDisk(["<&-", "2>&-", "<&- 2>&-", "< /dev/null 2> /dev/full"]))(
    "%s change nothing",
    async (redirection) => {
      await using scene = await setScene();
      const outcome = await shell(scene, `$ACK ${redirection}`);
      expect(outcome).toMatchObject(ENDS);
      expect(identityIn(outcome.stdout)).toBe("alice");
    },
  );

  test.each(
    withFullDisk<[string, number]>([
      // A closed stdout cannot be told from /dev/null: the runtime opens that in its place.
      [">&-", 0],
      ["<&- >&- 2>&-", 0],
      ["> /dev/full", 1],
    ]),
  )("with %s nobody sees the certificate, but it is cached", async (line, exitCode) => {
    await using scene = await setScene();
    expect(await shell(scene, `$ACK ${line}`)).toMatchObject({ stdout: "", exitCode });
    expect(await ask(scene)).toMatchObject(ENDS);
    expect(scene.cloud.requests.count("cs")).toBe(1);
  });

  test("a reader that is slower than a pipe of 4 kB gets every byte once", async () => {
    await using scene = await setScene();
    const { stdout } = await ask(scene);
    const slow = await shell(
      scene,
      "$ACK | { sleep 0.3; while dd bs=1000 count=1 2> /dev/null | grep . ; do :; done; }",
    );
    expect(slow.stdout.replaceAll("\n", "")).toBe(stdout.replaceAll("\n", ""));
  });

  test.skipIf(!existsSync("/dev/full"))(
    "an answer that a full disk does not take is one clear error (where there is /dev/full)",
    async () => {
      await using scene = await setScene();
      const { stdout, stderr } = await shell(scene, "$ACK > /dev/full");
      expect(stdout).toBe("");
      expect(stderr.split("\n")[0]).toBe("error: cannot write to standard output (ENOSPC)");
    },
  );
});
