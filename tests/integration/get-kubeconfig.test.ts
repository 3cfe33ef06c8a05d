import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmod, mkdir, readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parse } from "yaml";
import type { FakeCloud } from "../fakes/cloud/start-fake-cloud.ts";
import { errorFault } from "../fakes/server/fault.ts";
import { type Alice, meetAlice } from "../support/alice.ts";
import type { Outcome } from "../support/binary.ts";

let alice: Alice;
let cloud: FakeCloud;
let production: string;
let staging: string;
beforeEach(async () => {
  alice = await meetAlice();
  cloud = alice.cloud;
  production = cloud.clusters.production.id;
  staging = cloud.clusters.staging.id;
});
afterEach(() => alice.leave());

const get = (...more: string[]): Promise<Outcome> => alice.tool(["get-kubeconfig", ...more]);

/** The kubeconfig in the machine's home. */
function file(): string {
  return `${alice.home}/.kube/config`;
}

function content(path = file()): Promise<string> {
  return readFile(path, "utf8");
}

async function got(...more: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await get(...more);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return stdout.trimEnd();
}

describe("printed", () => {
  test("the kubeconfig is the API's, with the plugin in the certificate's place", async () => {
    const kubeconfig: unknown = parse(await got("-c", production));
    expect(kubeconfig).toEqual({
      kind: "Config",
      apiVersion: "v1",
      clusters: [
        {
          name: "kubernetes",
          cluster: {
            server: cloud.apiServer.url,
            "certificate-authority-data": Buffer.from(cloud.apiServer.certificateAuthorityPem).toString("base64"),
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
                production,
                "--sts-endpoint",
                cloud.addresses.sts.host,
                "--cs-endpoint",
                cloud.addresses.cs.host,
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
    const { stdout } = await alice.tool(["credential-plugin", "get-kubeconfig", "--cluster-id", production]);
    expect(stdout.trimEnd()).toBe(await got("-c", production));
  });

  test("nothing secret is in it", async () => {
    const text = await got("-c", production);
    for (const secret of cloud.secrets()) expect(text).not.toContain(secret);
    expect(text).not.toContain("client-key");
  });

  test.each([
    [[], null],
    [["--private-address"], "true"],
  ])("with %j the address asked for is the public one, unless told otherwise", async (more, asked) => {
    await got("-c", production, ...more);
    expect(cloud.requests.of("cs")[0]?.query.get("PrivateIpAddress")).toBe(asked);
  });

  test.each([
    ["cert", "get-credential"],
    ["certificate", "get-credential"],
    ["token", "get-token"],
    ["ram-authenticator-token", "get-token"],
  ])("--mode %s makes kubectl run %s", async (mode, command) => {
    expect(await got("-c", production, "-m", mode)).toContain(`- ${command}\n`);
  });

  test("settings from variables and the working directory are written, since kubectl may run with others", async () => {
    await alice.write(
      "keys.json",
      JSON.stringify({
        profiles: [
          {
            name: "dev",
            mode: "AK",
            access_key_id: cloud.identities.alice.accessKeyId,
            access_key_secret: cloud.identities.alice.accessKeySecret,
          },
        ],
      }),
    );
    const { stdout } = await alice.tool(["get-kubeconfig", "-c", production, "--profile-file", "keys.json"], {
      ALIBABA_CLOUD_PROFILE: "dev",
    });
    expect(stdout).toContain(
      `- --profile-file\n      - ${alice.home}/keys.json\n      - --profile-name\n      - dev\n`,
    );
  });

  test("several clusters get separate entries", async () => {
    const kubeconfig: unknown = parse(await got("-c", production, "-c", staging, "-c", production));
    expect(kubeconfig).toMatchObject({
      contexts: [{ name: `ack-${production}` }, { name: `ack-${staging}` }],
      clusters: [{ name: `ack-${production}` }, { name: `ack-${staging}` }],
      users: [{ name: `ack-${production}` }, { name: `ack-${staging}` }],
      "current-context": "",
    });
  });

  test("it is JSON when a script wants it", async () => {
    expect(JSON.parse(await got("-c", production, "--output", "json"))).toEqual(parse(await got("-c", production)));
  });
});

describe("--all", () => {
  test("takes every running cluster that the credentials may see", async () => {
    const { name, regionId, permitted } = cloud.clusters.staging;
    for (let number = 0; number < 60; number += 1) {
      const id = `c${String(number).padStart(4, "0")}`;
      cloud.state.clusters.set(id, { id, name: `${name}-${number}`, regionId, permitted });
    }
    const text = await got("--all", "--context-name", "{name}", "--output", "json");
    for (let number = 0; number < 60; number += 1) cloud.state.clusters.delete(`c${String(number).padStart(4, "0")}`);
    const kubeconfig: unknown = JSON.parse(text);
    expect(kubeconfig).toMatchObject({
      contexts: expect.arrayContaining([
        expect.objectContaining({ name: "production" }),
        expect.objectContaining({ name: "staging-59" }),
      ]),
    });
    expect(text.match(/"server"/g)).toHaveLength(62);
    expect(cloud.requests.count("cs", "DescribeClustersV1")).toBe(2);
  });

  test("with --region-id takes those of the region", async () => {
    expect(parse(await got("--all", "--region-id", "ap-southeast-1"))).toMatchObject({
      contexts: [{ name: `ack-${staging}` }],
    });
  });

  test("a failed cluster is named, and the others are kept", async () => {
    cloud.faults.next("cs:DescribeClusterUserKubeconfig", errorFault(404, "ErrorClusterNotFound", "gone", "product"));
    const { exitCode, stdout, stderr } = await get("--all");
    expect(exitCode).toBe(1);
    expect(parse(stdout)).toMatchObject({ contexts: [{ name: expect.any(String) }] });
    expect(stderr).toStartWith("error: 1 of 2 clusters failed\n  - ");
    expect(stderr).toContain("ErrorClusterNotFound");
  });

  test("without any cluster says so", async () => {
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
  test("makes a private kubeconfig that kubectl can use at once", async () => {
    expect(await got("-c", production, "--write")).toBe(
      `${file()} now has the context\n  ack-${production}  ${production}\nthe current context is now ack-${production}`,
    );
    expect(parse(await content())).toMatchObject({ "current-context": `ack-${production}` });
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  test("says when the current context changes", async () => {
    await got("-c", production, "--write");
    const stage = ["-c", cloud.clusters.staging.id, "--write", "--context-name", "stage"];
    expect(await got(...stage)).not.toContain("current context");
    expect(await got(...stage, "--set-current")).toContain("\nthe current context is now stage\n");
    expect(await got(...stage, "--set-current")).not.toContain("current context");
  });

  test("a second time changes nothing", async () => {
    await got("-c", production, "--write");
    const before = await stat(file());
    expect(await got("-c", production, "--write")).toContain("already has the context");
    expect((await stat(file())).mtimeMs).toBe(before.mtimeMs);
  });

  test("keeps other entries, and a backup of the file", async () => {
    const own = "# mine\napiVersion: v1\nkind: Config\ncurrent-context: mine\nclusters: []\ncontexts: []\nusers: []\n";
    await mkdir(dirname(file()));
    await writeFile(file(), own);
    await chmod(file(), 0o644);
    const said = await got("-c", production, "--write");
    expect(await content()).toStartWith("# mine\napiVersion: v1\nkind: Config\ncurrent-context: mine\n");
    expect((await stat(file())).mode & 0o777).toBe(0o644);
    expect(await content(`${file()}.ack-ram-tool.bak`)).toBe(own);
    expect(said).toContain(`${file()}.ack-ram-tool.bak`);
  });

  test("writes to the file that kubectl config would write", async () => {
    await writeFile(`${alice.home}/second`, "");
    const KUBECONFIG = [`${alice.home}/first`, `${alice.home}/second`].join(":");
    await alice.tool(["get-kubeconfig", "-c", production, "--write"], { KUBECONFIG });
    expect(parse(await content(`${alice.home}/second`))).toMatchObject({ "current-context": `ack-${production}` });
  });

  test("writes to --kubeconfig, through a symbolic link that is kept", async () => {
    await writeFile(`${alice.home}/real`, "");
    await symlink(`${alice.home}/real`, `${alice.home}/link`);
    await got("-c", production, "--write", "--kubeconfig", "link", "--context-name", "prod", "--set-current");
    expect(await readlink(`${alice.home}/link`)).toBe(`${alice.home}/real`);
    expect(parse(await content(`${alice.home}/real`))).toMatchObject({
      "current-context": "prod",
      users: [{ name: "prod" }],
    });
  });

  test("does not replace a dangling symbolic link by a file", async () => {
    const link = `${alice.home}/link`;
    await symlink(`${alice.home}/gone`, link);
    const { exitCode, stdout, stderr } = await get("-c", production, "--write", "--kubeconfig", link);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(`${link} is a symbolic link to a file that does not exist`);
    expect(await readlink(link)).toBe(`${alice.home}/gone`);
  });

  test("waits for a kubectl that is changing the file, and leaves no lock", async () => {
    await mkdir(dirname(file()));
    await writeFile(`${file()}.lock`, "");
    let waits = 0;
    const sleep = async (): Promise<void> => {
      waits += 1;
      if (waits === 2) await rm(`${file()}.lock`);
    };
    const { exitCode } = await alice.tool(["get-kubeconfig", "-c", production, "--write"], {}, { sleep });
    expect({ exitCode, waits }).toEqual({ exitCode: 0, waits: 2 });
    expect(await Bun.file(`${file()}.lock`).exists()).toBe(false);
  });

  test("gives up on a lock that stays, and says which file it is", async () => {
    await mkdir(dirname(file()));
    await writeFile(`${file()}.lock`, "");
    const impatient = { sleep: () => Promise.resolve() };
    const { exitCode, stderr } = await alice.tool(["get-kubeconfig", "-c", production, "--write"], {}, impatient);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`hint: if no kubectl is running, it is a leftover: remove it with: rm ${file()}.lock`);
    expect(await Bun.file(file()).exists()).toBe(false);
  });

  test("--dry-run says entry by entry what would change, and what would be written", async () => {
    const name = `ack-${production}`;
    const shown = await got("-c", production, "--dry-run");
    expect(shown).toStartWith(
      `${file()} would change\n+ cluster ${name}\n+ context ${name}\n+ user ${name}\n~ current context: ${name}\n\nnew content:\nclusters:\n`,
    );
    expect(await Bun.file(dirname(file())).exists()).toBe(false);
    await got("-c", production, "--write");
    expect(await got("-c", production, "--dry-run")).toBe(`${file()} would not change`);
    const changed = await got("-c", production, "--dry-run", "--timeout", "5s");
    expect(changed).toStartWith(`${file()} would change\n~ user ${name}: exec.args\n\nnew content:\nusers:\n`);
    expect(changed).not.toContain("certificate-authority-data");
  });

  test.each(["text", "json"])("--dry-run as %s shows nothing that others wrote", async (output) => {
    const name = `ack-${production}`;
    await got("-c", production, "--write");
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
      await writeFile(file(), text);
      const shown = await got("-c", production, "--dry-run", "-o", output, "--timeout", "5s", "--env", "B=1");
      expect(shown).toContain(name);
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain("bob");
    }
  });

  test("keeps arguments that a user added, and the plugin's command and apiVersion", async () => {
    await got("-c", production, "--write");
    const byHand = (await content())
      .replace("      - --sts-endpoint", "      - --log-level\n      - debug\n      - --sts-endpoint")
      .replace("command: ack-ram-tool", "command: /opt/bin/ack-ram-tool")
      .replace("k8s.io/v1beta1", "k8s.io/v1");
    await writeFile(file(), byHand);
    expect(await got("-c", production, "--write")).toContain("already has the context");
    expect(await content()).toBe(byHand);
    await got("-c", production, "--write", "--no-cache", "--timeout", "5s");
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
    await got("-c", production, "--write", "--log-level", "warn", "--absolute-command", "--api-version", "v1beta1");
    const text = await content();
    expect(text).not.toContain("/opt/bin");
    expect(text).not.toContain("debug");
    expect(text).toContain("k8s.io/v1beta1");
    expect(text).toContain("- --no-cache\n");
  });

  test("writes variables for the plugin, and keeps the existing ones", async () => {
    await got("-c", production, "--write", "--env", "HTTPS_PROXY=http://127.0.0.1:3128", "--env", "A=1");
    await got("-c", production, "--write", "--env", "A=yes");
    await got("-c", production, "--write");
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

  test("writes no secret into the plugin's variables", async () => {
    const refused = await get("-c", production, "--write", "--env", "ALIBABA_CLOUD_ACCESS_KEY_SECRET=fake-value");
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.stderr).toStartWith("error: --env ALIBABA_CLOUD_ACCESS_KEY_SECRET: it is a secret");
    expect(await Bun.file(file()).exists()).toBe(false);
  });

  test("reports its changes to a script as JSON", async () => {
    expect(JSON.parse(await got("-c", production, "--write", "-o", "json"))).toEqual({
      kubeconfig: file(),
      changed: true,
      backup: null,
      contexts: [{ clusterId: production, clusterName: null, context: `ack-${production}` }],
    });
  });

  test("--absolute-command writes a link of the PATH that leads to this program", async () => {
    const bin = `${alice.home}/bin`;
    await mkdir(bin);
    await symlink(process.execPath, `${bin}/ack-ram-tool`);
    const { stdout } = await alice.tool(["get-kubeconfig", "-c", production, "--absolute-command"], { PATH: bin });
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
    expect(cloud.requests.count()).toBe(0);
  });
});
