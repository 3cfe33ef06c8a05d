import { describe, expect, test } from "bun:test";
import { chmod, mkdir, readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parse } from "yaml";
import { errorFault } from "../fakes/server/fault.ts";
import { aliceInEachTest } from "../support/alice-in-each-test.ts";
import type { Outcome } from "../support/binary.ts";
import { keyFields } from "../support/credential-files.ts";
import { aliyunConfig } from "../support/search-context.ts";

const alice = aliceInEachTest();

const get = (...more: string[]): Promise<Outcome> => alice.tool(["get-kubeconfig", ...more]);

function content(path = alice.kubeconfig): Promise<string> {
  return readFile(path, "utf8");
}

async function got(...more: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await get(...more);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return stdout.trimEnd();
}

describe("the kubeconfig that is printed", () => {
  test("is the API's, with the plugin in place of the certificate", async () => {
    const kubeconfig: unknown = parse(await got("-c", alice.production));
    expect(kubeconfig).toEqual({
      kind: "Config",
      apiVersion: "v1",
      clusters: [
        {
          name: "kubernetes",
          cluster: {
            server: alice.cloud.apiServer.url,
            "certificate-authority-data": Buffer.from(alice.cloud.apiServer.certificateAuthorityPem).toString("base64"),
          },
        },
      ],
      contexts: [
        {
          name: expect.stringContaining("alice@kubernetes"),
          context: { cluster: "kubernetes", user: expect.stringContaining("alice") },
        },
      ],
      "current-context": expect.stringContaining("alice@kubernetes"),
      users: [
        {
          name: expect.stringContaining("alice"),
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              args: [
                "credential-plugin",
                "get-credential",
                "--cluster-id",
                alice.production,
                "--sts-endpoint",
                alice.cloud.addresses.sts.host,
                "--cs-endpoint",
                alice.cloud.addresses.cs.host,
              ],
              command: "ack-ram-tool",
              installHint: expect.stringContaining("ack-ram-tool"),
              interactiveMode: "Never",
              provideClusterInfo: false,
            },
          },
        },
      ],
      preferences: {},
    });
    expect(Object.keys(Object(kubeconfig))).toEqual([
      "kind",
      "apiVersion",
      "clusters",
      "contexts",
      "current-context",
      "users",
      "preferences",
    ]);
  });

  test("is the same as what credential-plugin get-kubeconfig prints", async () => {
    const { stdout } = await alice.tool(["credential-plugin", "get-kubeconfig", "--cluster-id", alice.production]);
    expect(stdout.trimEnd()).toBe(await got("-c", alice.production));
  });

  test.each([
    [[], null],
    [["--private-address"], "true"],
  ])("with %j comes from a request whose PrivateIpAddress is %j", async (more, asked) => {
    await got("-c", alice.production, ...more);
    expect(alice.cloud.requests.of("cs")[0]?.query.get("PrivateIpAddress")).toBe(asked);
  });

  test.each([
    ["cert", "get-credential"],
    ["certificate", "get-credential"],
    ["token", "get-token"],
    ["ram-authenticator-token", "get-token"],
  ])("with --mode %s makes kubectl run %s", async (mode, command) => {
    expect(await got("-c", alice.production, "-m", mode)).toContain(`- ${command}\n`);
  });

  test("contains settings from variables and the working directory, since kubectl may run with others", async () => {
    const { alice: keys } = alice.cloud.identities;
    await alice.write("keys.json", aliyunConfig([{ name: "dev", mode: "AK", ...keyFields(keys) }]));
    const { stdout } = await alice.tool(["get-kubeconfig", "-c", alice.production, "--profile-file", "keys.json"], {
      ALIBABA_CLOUD_PROFILE: "dev",
    });
    expect(stdout).toContain(
      `- --profile-file\n      - ${alice.home}/keys.json\n      - --profile-name\n      - dev\n`,
    );
  });

  test("contains the file that a variable names, if the credentials are found in it", async () => {
    const { alice: keys } = alice.cloud.identities;
    const { accessKeyId, accessKeySecret } = keys;
    const json = await alice.write("keys.json", aliyunConfig([{ name: "dev", mode: "AK", ...keyFields(keys) }]));
    const ini = await alice.write(
      "keys.ini",
      `[default]\ntype = access_key\naccess_key_id = ${accessKeyId}\naccess_key_secret = ${accessKeySecret}\n`,
    );
    const noKey = { ALIBABA_CLOUD_ACCESS_KEY_ID: undefined, ALIBABA_CLOUD_ACCESS_KEY_SECRET: undefined };
    const written = async (argv: string[], variables: Record<string, string | undefined>): Promise<string> =>
      (await alice.tool([...argv, "-o", "json"], variables)).stdout.replaceAll(/\s+/g, "");
    const command = ["get-kubeconfig", "-c", alice.production];
    const config = { ALIBABA_CLOUD_CONFIG_FILE: "keys.json" };
    expect(await written([...command, "-p", "dev"], config)).toContain(`"--profile-file","${json}","--profile-name"`);
    const credentials = { ALIBABA_CLOUD_CREDENTIALS_FILE: ini };
    expect(await written(command, { ...noKey, ...credentials })).toContain(`"--profile-file","${ini}"`);
    // Not in use: the key in the environment is.
    for (const variables of [config, credentials])
      expect(await written(command, variables)).not.toContain("--profile-file");
    await alice.tool(["kubeconfig", "sync", "--all", "--profile-name", "dev"], config);
    expect(await readFile(alice.kubeconfig, "utf8")).toContain(`- ${json}\n`);
  });

  test.each([
    [["--context-name", "stg"], []],
    [["--context-name", "my stg", "--user-name", "u", "--cluster-name", "c", "--private-address"], []],
    [["--mode", "token", "--timeout", "5s"], []],
    [["--shared-user"], ["--context-name", "it"]],
  ])("has an installHint whose command writes the same entry: %j", async (more, name) => {
    const cluster = { ...alice.cloud.clusters.production, privateServerUrl: "https://192.168.7.1:6443" };
    alice.cloud.state.clusters.set(cluster.id, cluster);
    await get("-c", alice.production, "--write", ...more, ...name);
    const before = parse(await content());
    const [, line = ""] = /this kubeconfig: (ack-ram-tool .*)$/.exec(before.users[0].user.exec.installHint) ?? [];
    const words = line.match(/'[^']*'|\S+/g)?.map((word) => word.replaceAll("'", "")) ?? [];
    expect(words.at(-1)).toBe("--absolute-command");
    const argv = words.slice(1).map((word) => (word === "ID" ? alice.production : word));
    expect((await alice.tool([...argv, ...name])).stderr).toBe("");
    const { exec } = before.users[0].user;
    expect(parse(await content())).toEqual({
      ...before,
      users: [{ ...before.users[0], user: { exec: { ...exec, command: expect.stringMatching(/^\//) } } }],
    });
  });

  test("has separate entries for several clusters", async () => {
    const kubeconfig: unknown = parse(await got("-c", alice.production, "-c", alice.staging, "-c", alice.production));
    expect(kubeconfig).toMatchObject({
      contexts: [{ name: `ack-${alice.production}` }, { name: `ack-${alice.staging}` }],
      clusters: [{ name: `ack-${alice.production}` }, { name: `ack-${alice.staging}` }],
      users: [{ name: `ack-${alice.production}` }, { name: `ack-${alice.staging}` }],
      "current-context": "",
    });
  });

  test("is JSON with --output json", async () => {
    expect(JSON.parse(await got("-c", alice.production, "--output", "json"))).toEqual(
      parse(await got("-c", alice.production)),
    );
  });
});

describe("--all", () => {
  test("takes every running cluster that the credentials may see", async () => {
    const { name, regionId, permitted } = alice.cloud.clusters.staging;
    for (let number = 0; number < 60; number += 1) {
      const id = `c${String(number).padStart(4, "0")}`;
      alice.cloud.state.clusters.set(id, { id, name: `${name}-${number}`, regionId, permitted });
    }
    const text = await got("--all", "--context-name", "{name}", "--output", "json");
    const kubeconfig: unknown = JSON.parse(text);
    expect(kubeconfig).toMatchObject({
      contexts: expect.arrayContaining([
        expect.objectContaining({ name: "production" }),
        expect.objectContaining({ name: "staging-59" }),
      ]),
    });
    expect(text.match(/"server"/g)).toHaveLength(62);
    expect(alice.cloud.requests.count("cs", "DescribeClustersV1")).toBe(2);
  });

  test("with --region-id takes those of the region", async () => {
    expect(parse(await got("--all", "--region-id", "ap-southeast-1"))).toMatchObject({
      contexts: [{ name: `ack-${alice.staging}` }],
    });
  });

  test("a failed cluster is named, and the others are kept", async () => {
    alice.cloud.faults.next(
      "cs:DescribeClusterUserKubeconfig",
      errorFault(404, "ErrorClusterNotFound", "gone", "product"),
    );
    const { exitCode, stdout, stderr } = await get("--all");
    expect(exitCode).toBe(1);
    expect(parse(stdout)).toMatchObject({ contexts: [{ name: expect.any(String) }] });
    expect(stderr).toStartWith("error: 1 of 2 clusters failed\n  - ");
    expect(stderr).toContain("ErrorClusterNotFound");
  });

  test("is an error if there is no cluster", async () => {
    const { exitCode, stderr } = await get("--all", "--region-id", "cn-nowhere");
    expect({ exitCode, stderr: stderr.split("\n")[0] }).toEqual({
      exitCode: 1,
      stderr: "error: these credentials see no running cluster in cn-nowhere",
    });
  });

  test.each([true, false])("shows a progress line on a terminal only (%p)", async (terminal) => {
    const { stderr } = await alice.tool(
      ["get-kubeconfig", "--all"],
      {},
      { isTerminal: () => Promise.resolve(terminal) },
    );
    expect(stderr.includes("asking the ACK API: 2 of 2 clusters")).toBe(terminal);
  });
});

describe("--write", () => {
  test("an invalid --log-level is not written: the plugin would only warn of it, on each call", async () => {
    const outcome = await get("-c", alice.production, "--write", "--log-level", "loud");
    expect(outcome).toMatchObject({ exitCode: 2, stdout: "" });
    expect(outcome.stderr).toContain('error: invalid --log-level "loud": must be one of debug, info, warn, error\n');
    expect(await Bun.file(alice.kubeconfig).exists()).toBe(false);
  });

  test("makes a private kubeconfig that kubectl can use at once", async () => {
    expect(await got("-c", alice.production, "--write")).toBe(
      `${alice.kubeconfig} now has the context\n  ack-${alice.production}  ${alice.production}\nthe current context is now ack-${alice.production}`,
    );
    expect(parse(await content())).toMatchObject({ "current-context": `ack-${alice.production}` });
    expect((await stat(alice.kubeconfig)).mode & 0o777).toBe(0o600);
  });

  test("says when the current context changes", async () => {
    await got("-c", alice.production, "--write");
    const stage = ["-c", alice.staging, "--write", "--context-name", "stage"];
    expect(await got(...stage)).not.toContain("current context");
    expect(await got(...stage, "--set-current")).toContain("\nthe current context is now stage\n");
    expect(await got(...stage, "--set-current")).not.toContain("current context");
  });

  test("changes nothing the second time", async () => {
    await got("-c", alice.production, "--write");
    const before = await stat(alice.kubeconfig);
    expect(await got("-c", alice.production, "--write")).toContain("already has the context");
    expect((await stat(alice.kubeconfig)).mtimeMs).toBe(before.mtimeMs);
  });

  test("keeps other entries, and makes a backup of the file with its mode", async () => {
    const own = "# mine\napiVersion: v1\nkind: Config\ncurrent-context: mine\nclusters: []\ncontexts: []\nusers: []\n";
    await mkdir(dirname(alice.kubeconfig));
    await writeFile(alice.kubeconfig, own);
    await chmod(alice.kubeconfig, 0o644);
    const said = await got("-c", alice.production, "--write");
    expect(await content()).toStartWith("# mine\napiVersion: v1\nkind: Config\ncurrent-context: mine\n");
    expect((await stat(alice.kubeconfig)).mode & 0o777).toBe(0o644);
    const backup = `${alice.kubeconfig}.ack-ram-tool.bak`;
    expect(said).toContain(backup);
    expect([await content(backup), (await stat(backup)).mode & 0o777]).toEqual([own, 0o644]);
  });

  test("writes to the file that kubectl config would write", async () => {
    await writeFile(`${alice.home}/second`, "");
    const KUBECONFIG = [`${alice.home}/first`, `${alice.home}/second`].join(":");
    await alice.tool(["get-kubeconfig", "-c", alice.production, "--write"], { KUBECONFIG });
    expect(parse(await content(`${alice.home}/second`))).toMatchObject({
      "current-context": `ack-${alice.production}`,
    });
  });

  test("writes to --kubeconfig, through a symbolic link that is kept", async () => {
    await writeFile(`${alice.home}/real`, "");
    await symlink(`${alice.home}/real`, `${alice.home}/link`);
    await got("-c", alice.production, "--write", "--kubeconfig", "link", "--context-name", "prod", "--set-current");
    expect(await readlink(`${alice.home}/link`)).toBe(`${alice.home}/real`);
    expect(parse(await content(`${alice.home}/real`))).toMatchObject({
      "current-context": "prod",
      users: [{ name: "prod" }],
    });
  });

  test("does not replace a dangling symbolic link by a file", async () => {
    const link = `${alice.home}/link`;
    await symlink(`${alice.home}/gone`, link);
    const { exitCode, stdout, stderr } = await get("-c", alice.production, "--write", "--kubeconfig", link);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(`${link} is a symbolic link to a file that does not exist`);
    expect(await readlink(link)).toBe(`${alice.home}/gone`);
  });

  test("waits for a kubectl that is changing the file, and leaves no lock", async () => {
    await mkdir(dirname(alice.kubeconfig));
    await writeFile(`${alice.kubeconfig}.lock`, "");
    let waits = 0;
    const sleep = async (): Promise<void> => {
      waits += 1;
      if (waits === 2) await rm(`${alice.kubeconfig}.lock`);
    };
    const { exitCode } = await alice.tool(["get-kubeconfig", "-c", alice.production, "--write"], {}, { sleep });
    expect({ exitCode, waits }).toEqual({ exitCode: 0, waits: 2 });
    expect(await Bun.file(`${alice.kubeconfig}.lock`).exists()).toBe(false);
  });

  test("gives up on a lock that stays, and says which file it is", async () => {
    await mkdir(dirname(alice.kubeconfig));
    await writeFile(`${alice.kubeconfig}.lock`, "");
    const impatient = { sleep: () => Promise.resolve() };
    const { exitCode, stderr } = await alice.tool(["get-kubeconfig", "-c", alice.production, "--write"], {}, impatient);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `hint: if no kubectl is running, it is a leftover: remove it with: rm ${alice.kubeconfig}.lock`,
    );
    expect(await Bun.file(alice.kubeconfig).exists()).toBe(false);
  });

  test("--dry-run says entry by entry what would change, and what would be written", async () => {
    const name = `ack-${alice.production}`;
    const shown = await got("-c", alice.production, "--dry-run");
    expect(shown).toStartWith(
      `${alice.kubeconfig} would change\n+ cluster ${name}\n+ context ${name}\n+ user ${name}\n~ current context: ${name}\n\nnew content:\nclusters:\n`,
    );
    expect(await Bun.file(dirname(alice.kubeconfig)).exists()).toBe(false);
    await got("-c", alice.production, "--write");
    expect(await got("-c", alice.production, "--dry-run")).toBe(`${alice.kubeconfig} would not change`);
    const changed = await got("-c", alice.production, "--dry-run", "--timeout", "5s");
    expect(changed).toStartWith(
      `${alice.kubeconfig} would change\n~ user ${name}: exec.args, exec.installHint\n\nnew content:\nusers:\n`,
    );
    expect(changed).not.toContain("certificate-authority-data");
  });

  test.each(["text", "json"])("--dry-run as %s shows nothing that others wrote", async (output) => {
    const name = `ack-${alice.production}`;
    await got("-c", alice.production, "--write");
    const secret = "fake-secret";
    const own = await content();
    const texts = [
      own.replace("  user:\n", `  user: # ${secret}\n    as: ${secret}\n`),
      own.replace("    exec:\n", `    exec:\n      env:\n      - name: A\n        value: ${secret}\n`),
      `x-${secret}: ${secret}\n${own}`,
      own.replace("users:\n", `users:\n- {name: bob, user: {password: ${secret}, exec: {args: [${secret}]}}}\n`),
      own.replace("clusters:\n", `clusters:\n- {name: bob, cluster: {server: "https://u:${secret}@h"}}\n`),
    ];
    for (const text of texts) {
      await writeFile(alice.kubeconfig, text);
      const shown = await got("-c", alice.production, "--dry-run", "-o", output, "--timeout", "5s", "--env", "B=1");
      expect(shown).toContain(name);
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain("bob");
    }
  });

  test("keeps arguments that a user added, and the plugin's command and apiVersion", async () => {
    await got("-c", alice.production, "--write");
    const byHand = (await content())
      .replace("      - --sts-endpoint", "      - --log-level\n      - debug\n      - --sts-endpoint")
      .replace("command: ack-ram-tool", "command: /opt/bin/ack-ram-tool")
      .replace("k8s.io/v1beta1", "k8s.io/v1");
    await writeFile(alice.kubeconfig, byHand);
    expect(await got("-c", alice.production, "--write")).toContain("already has the context");
    expect(await content()).toBe(byHand);
    await got("-c", alice.production, "--write", "--no-cache", "--timeout", "5s");
    expect(parse(await content())).toMatchObject({
      users: [
        {
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1",
              command: "/opt/bin/ack-ram-tool",
              args: expect.arrayContaining(["--no-cache", "--timeout", "5s", "--log-level", "debug"]),
            },
          },
        },
      ],
    });
    await got(
      "-c",
      alice.production,
      "--write",
      "--log-level",
      "warn",
      "--absolute-command",
      "--api-version",
      "v1beta1",
    );
    const text = await content();
    expect(text).not.toContain("/opt/bin");
    expect(text).not.toContain("debug");
    expect(text).toContain("k8s.io/v1beta1");
    expect(text).toContain("- --no-cache\n");
  });

  test("writes variables for the plugin, and keeps the existing ones", async () => {
    await got("-c", alice.production, "--write", "--env", "HTTPS_PROXY=http://127.0.0.1:3128", "--env", "A=1");
    await got("-c", alice.production, "--write", "--env", "A=yes");
    await got("-c", alice.production, "--write");
    expect(parse(await content())).toMatchObject({
      users: [
        {
          user: {
            exec: {
              env: [
                { name: "HTTPS_PROXY", value: "http://127.0.0.1:3128" },
                { name: "A", value: "yes" },
              ],
            },
          },
        },
      ],
    });
  });

  test("reports its changes to a script as JSON", async () => {
    expect(JSON.parse(await got("-c", alice.production, "--write", "-o", "json"))).toEqual({
      kubeconfig: alice.kubeconfig,
      changed: true,
      backup: null,
      contexts: [{ clusterId: alice.production, clusterName: null, context: `ack-${alice.production}` }],
    });
  });

  test("--absolute-command writes a link of the PATH that leads to this program", async () => {
    const bin = `${alice.home}/bin`;
    await mkdir(bin);
    await symlink(process.execPath, `${bin}/ack-ram-tool`);
    const { stdout } = await alice.tool(["get-kubeconfig", "-c", alice.production, "--absolute-command"], {
      PATH: bin,
    });
    expect(stdout).toContain(`command: ${bin}/ack-ram-tool\n`);
  });
});

describe("a command line that contradicts itself is refused", () => {
  test.each([
    [[], "--cluster-id is missing"],
    [["--all", "-c", "c1"], "--all and --cluster-id exclude each other"],
    [["--all", "--set-current", "--write"], "--set-current needs exactly one cluster"],
    [["--all", "--context-name", "prod"], '--context-name "prod" would be the name of several clusters'],
    [["-c", "c1", "--kubeconfig", "x"], "--kubeconfig needs --write or --dry-run"],
    [["-c", "c1", "--context-name", "{foo}"], 'invalid --context-name "{foo}": there is no placeholder {foo}'],
    [["-c", "c1", "--set-current"], "--set-current needs --write or --dry-run"],
    [["-c", "c1", "--overwrite"], "--overwrite needs --write or --dry-run"],
  ])("%j", async (more, message) => {
    const { exitCode, stdout, stderr } = await get(...more);
    expect({ exitCode, stdout, error: stderr.split("\n")[0] }).toEqual({
      exitCode: 2,
      stdout: "",
      error: `error: ${message}`,
    });
    expect(alice.cloud.requests.count()).toBe(0);
  });
});
