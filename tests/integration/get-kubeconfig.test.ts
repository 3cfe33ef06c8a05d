import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { chmod, mkdir, readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parse } from "yaml";
import { type FakeCloud, startFakeCloud } from "../fakes/cloud/start-fake-cloud.ts";
import { errorFault } from "../fakes/server/fault.ts";
import { type InProcess, inProcess, type Outcome } from "../support/in-process.ts";

let cloud: FakeCloud;
let machine: InProcess;
let production: string;
let staging: string;
beforeAll(async () => {
  cloud = await startFakeCloud();
  production = cloud.clusters.production.id;
  staging = cloud.clusters.staging.id;
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  machine = await inProcess(cloud);
  cloud.requests.clear();
});
afterEach(async () => {
  cloud.faults.clear();
  await machine.remove();
});

const get = (...more: string[]): Promise<Outcome> => machine.tool(["get-kubeconfig", ...more]);

/** The kubeconfig in the machine's home. */
function file(): string {
  return `${machine.home}/.kube/config`;
}

function content(path = file()): Promise<string> {
  return readFile(path, "utf8");
}

async function got(...more: string[]): Promise<string> {
  const { code, stdout, stderr } = await get(...more);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
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
    const { stdout } = await machine.tool(["credential-plugin", "get-kubeconfig", "--cluster-id", production]);
    expect(stdout).toBe(await got("-c", production));
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

  test("what variables and the folder said is written down, since kubectl may run with others", async () => {
    await writeFile(
      `${machine.home}/keys.json`,
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
    const { stdout } = await machine.tool(["get-kubeconfig", "-c", production, "--profile-file", "keys.json"], {
      ALIBABA_CLOUD_PROFILE: "dev",
    });
    expect(stdout).toContain(
      `- --profile-file\n      - ${machine.home}/keys.json\n      - --profile-name\n      - dev\n`,
    );
  });

  test("several clusters do not get in each other's way", async () => {
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

  test("one cluster that fails does not lose the others, and is named", async () => {
    cloud.faults.next("cs:DescribeClusterUserKubeconfig", errorFault(404, "ErrorClusterNotFound", "gone", "product"));
    const { code, stdout, stderr } = await get("--all");
    expect(code).toBe(1);
    expect(parse(stdout)).toMatchObject({ contexts: [{ name: expect.any(String) }] });
    expect(stderr).toStartWith("error: 1 of 2 clusters failed\n  - ");
    expect(stderr).toContain("ErrorClusterNotFound");
  });

  test("without any cluster says so", async () => {
    const { code, stderr } = await get("--all", "--region-id", "cn-nowhere");
    expect({ code, stderr: stderr.split("\n")[0] }).toEqual({
      code: 1,
      stderr: "error: these credentials see no running cluster in cn-nowhere",
    });
  });

  test.each([true, false])("shows a progress line on a terminal only (%p)", async (terminal) => {
    const { stderr } = await machine.tool(
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
      `${file()} now has the context\n  ack-${production}  ${production}`,
    );
    expect(parse(await content())).toMatchObject({ "current-context": `ack-${production}` });
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  test("a second time changes nothing", async () => {
    await got("-c", production, "--write");
    const before = await stat(file());
    expect(await got("-c", production, "--write")).toContain("already has the context");
    expect((await stat(file())).mtimeMs).toBe(before.mtimeMs);
  });

  test("keeps what was there, and a copy of it", async () => {
    const own = "# mine\napiVersion: v1\nkind: Config\ncurrent-context: mine\nclusters: []\ncontexts: []\nusers: []\n";
    await mkdir(dirname(file()));
    await writeFile(file(), own);
    await chmod(file(), 0o644);
    const said = await got("-c", production, "--write");
    expect(await content()).toStartWith("# mine\napiVersion: v1\nkind: Config\ncurrent-context: mine\n");
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(await content(`${file()}.ack-ram-tool.bak`)).toBe(own);
    expect(said).toContain(`${file()}.ack-ram-tool.bak`);
  });

  test("goes to the file that kubectl config would write", async () => {
    await writeFile(`${machine.home}/second`, "");
    const KUBECONFIG = [`${machine.home}/first`, `${machine.home}/second`].join(":");
    await machine.tool(["get-kubeconfig", "-c", production, "--write"], { KUBECONFIG });
    expect(parse(await content(`${machine.home}/second`))).toMatchObject({ "current-context": `ack-${production}` });
  });

  test("goes to --kubeconfig, through a symbolic link that stays one", async () => {
    await writeFile(`${machine.home}/real`, "");
    await symlink(`${machine.home}/real`, `${machine.home}/link`);
    await got("-c", production, "--write", "--kubeconfig", "link", "--context-name", "prod", "--set-current");
    expect(await readlink(`${machine.home}/link`)).toBe(`${machine.home}/real`);
    expect(parse(await content(`${machine.home}/real`))).toMatchObject({
      "current-context": "prod",
      users: [{ name: "prod" }],
    });
  });

  test("waits for a kubectl that is changing the file, and leaves no lock", async () => {
    await mkdir(dirname(file()));
    await writeFile(`${file()}.lock`, "");
    let waits = 0;
    const sleep = async (): Promise<void> => {
      waits += 1;
      if (waits === 2) await rm(`${file()}.lock`);
    };
    const { code } = await machine.tool(["get-kubeconfig", "-c", production, "--write"], {}, { sleep });
    expect({ code, waits }).toEqual({ code: 0, waits: 2 });
    expect(await Bun.file(`${file()}.lock`).exists()).toBe(false);
  });

  test("gives up on a lock that stays, and says which file it is", async () => {
    await mkdir(dirname(file()));
    await writeFile(`${file()}.lock`, "");
    const impatient = { sleep: () => Promise.resolve() };
    const { code, stderr } = await machine.tool(["get-kubeconfig", "-c", production, "--write"], {}, impatient);
    expect(code).toBe(1);
    expect(stderr).toContain(`hint: if no kubectl is running, it was left behind: remove it with: rm ${file()}.lock`);
    expect(await Bun.file(file()).exists()).toBe(false);
  });

  test("a file that is no kubeconfig is left as it is", async () => {
    await mkdir(dirname(file()));
    await writeFile(file(), "users: [ {\n\t:");
    const { code, stdout, stderr } = await get("-c", production, "--write");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("is not a YAML document: it was left as it is");
    expect(await content()).toBe("users: [ {\n\t:");
  });

  test("--dry-run shows the difference and changes nothing", async () => {
    const shown = await got("-c", production, "--dry-run");
    expect(shown).toStartWith(`--- ${file()}\n+++ ${file()}, after --write\n+kind: Config\n`);
    expect(await Bun.file(dirname(file())).exists()).toBe(false);
    await got("-c", production, "--write");
    expect(await got("-c", production, "--dry-run")).toBe(`${file()} would not change`);
  });

  test("a script learns what happened", async () => {
    expect(JSON.parse(await got("-c", production, "--write", "-o", "json"))).toEqual({
      kubeconfig: file(),
      changed: true,
      backup: null,
      contexts: [{ clusterId: production, clusterName: null, context: `ack-${production}` }],
    });
  });

  test("--absolute-command writes a link of the PATH that leads to this program", async () => {
    const bin = `${machine.home}/bin`;
    await mkdir(bin);
    await symlink(process.execPath, `${bin}/ack-ram-tool`);
    const { stdout } = await machine.tool(["get-kubeconfig", "-c", production, "--absolute-command"], { PATH: bin });
    expect(stdout).toContain(`command: ${bin}/ack-ram-tool\n`);
  });
});

describe("a command line that contradicts itself is refused", () => {
  test.each([
    [[], "--cluster-id is missing"],
    [["--all", "-c", "c1"], "--all and --cluster-id exclude each other"],
    [["--all", "--set-current", "--write"], "--set-current needs one cluster"],
    [["--all", "--context-name", "prod"], '--context-name "prod" would be the name of several clusters'],
    [["-c", "c1", "--kubeconfig", "x"], "--kubeconfig goes with --write or --dry-run"],
    [["-c", "c1", "--expiration", "1d"], '--expiration "1d" is no duration'],
  ])("%j", async (more, message) => {
    const { code, stdout, stderr } = await get(...more);
    expect({ code, stdout, error: stderr.split("\n")[0] }).toEqual({ code: 2, stdout: "", error: `error: ${message}` });
    expect(cloud.requests.count()).toBe(0);
  });
});
