import { beforeEach, describe, expect, test } from "bun:test";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Alice } from "../../support/alice.ts";
import { aliceInEachTest } from "../../support/alice-in-each-test.ts";
import { KUBECTL } from "../../support/kubectl.ts";

const alice = aliceInEachTest();
let path: string;
beforeEach(async () => {
  path = alice.kubeconfig;
  await mkdir(dirname(path));
});

function write(): ReturnType<Alice["tool"]> {
  return alice.tool(["get-kubeconfig", "-c", alice.production, "--write"]);
}

/** Whether kubectl can read the file; undefined where there is no kubectl. */
function doesKubectlRead(): boolean | undefined {
  if (KUBECTL === null) return undefined;
  const argv = [KUBECTL, "config", "view", "--kubeconfig", path];
  return Bun.spawnSync(argv, { env: {}, stderr: "ignore" }).exitCode === 0;
}

const user = (name: string, token: string): string => `- name: ${name}\n  user:\n    token: ${token}\n`;

describe("a file that kubectl cannot read is refused with the reason", () => {
  test.each([
    ["two users of one name", `users:\n${user("x", "a")}${user("x", "b")}`, 'two users named "x" (lines 2 and 5)'],
    ["two users without a name", `users:\n${user('""', "a")}${user('""', "b")}`, 'two users named ""'],
    ["a name that is a number", `users:\n${user("12", "a")}`, "users[0].name (line 2) must be a text: quote it"],
    ["a name that is true or false", `users:\n${user("y", "a")}`, "users[0].name (line 2) must be a text: quote it"],
    [
      "a token that is a number",
      `users:\n${user("x", "0o17")}`,
      "users[0].user.token (line 4) must be a text: quote it",
    ],
    [
      "an argument that is true or false",
      "users:\n- name: x\n  user:\n    exec:\n      args:\n      - yes\n",
      "users[0].user.exec.args[0] (line 6) must be a text: quote it",
    ],
    ["a list of another kind", "apiVersion: v1\nkind: List\nitems: []\n", "kind (line 2) is not that of a kubeconfig"],
    ["another version", "apiVersion: v2\nkind: Config\n", "apiVersion (line 1) is not that of a kubeconfig"],
    [
      "a file that ends in the middle",
      "users:\n- name: x\n  user:\n    exe",
      "users[0].user (line 4) must be a mapping",
    ],
    ["users that are not a list", "users: {a: b}\n", "users (line 1) must be a list"],
    ["a list", "- a\n", "it is not a mapping"],
    ["a text", "fake-text\n", "it is not a mapping"],
    ["a tab", "users:\n- name: x\n\tuser: {}\n", "it is not YAML (line 3)"],
    [
      "a CA that is not base64",
      "clusters:\n- name: x\n  cluster: {certificate-authority-data: '@'}\n",
      "(line 3) is not base64",
    ],
    [
      "a switch in quotes",
      'clusters:\n- name: x\n  cluster: {insecure-skip-tls-verify: "true"}\n',
      "must be true or false",
    ],
    ["a number that is .nan", "x: .nan\n", "a number that JSON cannot represent (line 1)"],
    ["a control character", "# \u0007\n", "the control character U+0007 (line 1)"],
    ["another version of YAML", "%YAML 1.2\n---\nkind: Config\n", "kubectl reads only YAML 1.1"],
    ["an alias without an anchor", "users: *x\n", "aliases without an anchor"],
  ])("%s", async (_, text, problem) => {
    await writeFile(path, text);
    const { exitCode, stdout, stderr } = await write();
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(`error: ${path} was left as it is: `);
    expect(stderr).toContain(problem);
    expect(stderr).toContain("hint: fix it, or name another file with --kubeconfig FILE");
    expect(await readFile(path, "utf8")).toBe(text);
    expect(await readdir(dirname(path))).toEqual(["config"]);
    expect(doesKubectlRead()).not.toBe(true);
  });

  // kubectl takes the last of two keys and the first of several documents: neither is a base to write on.
  test.each([
    ["a key twice", "kind: Config\nusers: []\nusers: []\n", "it has a key twice (line 3)"],
    ["a key twice in a flow mapping", "kind: Config\nextra:\n- {a: 1, b: 2, a: 3}\n", "it has a key twice (line 3)"],
    ["several documents", "kind: Config\n---\nkind: Config\n", "it contains several YAML documents (line 2)"],
    ["a line separator", "# \u2028\n", "the control character U+2028 (line 1)"],
  ])(
    "a file that kubectl reads but that is not a safe base to write on is refused, too: %s",
    async (_, text, problem) => {
      await writeFile(path, text);
      const { exitCode, stderr } = await write();
      expect({ exitCode, text: await readFile(path, "utf8") }).toEqual({ exitCode: 1, text });
      expect(stderr).toContain(problem);
      expect(doesKubectlRead()).not.toBe(false);
    },
  );
});

const encoded = (text: string, isBigEndian: boolean): Buffer => {
  const buffer = Buffer.from(`\uFEFF${text}`, "utf16le");
  return isBigEndian ? buffer.swap16() : buffer;
};

describe("UTF-16, as PowerShell writes it and kubectl reads it", () => {
  test.each([
    ["little-endian", false],
    ["big-endian", true],
  ])("is kept: %s", async (_, isBigEndian) => {
    const before = `kind: Config\r\nusers:\r\n${user("é", "fake")}`.replaceAll(/\r?\n/g, "\r\n");
    await writeFile(path, encoded(before, isBigEndian));
    expect(await write()).toMatchObject({ exitCode: 0, stderr: "" });
    const bytes = await readFile(path);
    const text = (isBigEndian ? bytes.swap16() : bytes).toString("utf16le");
    expect(text).toStartWith(`\uFEFF${before}`);
    expect(text).toContain(`ack-${alice.production}`);
    expect(doesKubectlRead()).not.toBe(false);
    expect((await alice.tool(["kubeconfig", "list", "-o", "name"])).stdout).toStartWith("ack-");
  });

  test("any other encoding than UTF-8 is refused, and the byte is named", async () => {
    const bytes = Buffer.from("users: é\n", "latin1");
    await writeFile(path, bytes);
    const { exitCode, stderr } = await write();
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`the kubeconfig ${path} is not UTF-8 (byte 7)`);
    expect(await readFile(path)).toEqual(bytes);
  });
});
