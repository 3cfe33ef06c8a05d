import { beforeEach, describe, expect, test } from "bun:test";
import { chmod, cp, mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { errorFault } from "../../fakes/server/fault.ts";
import { aliceInEachTest } from "../../support/alice-in-each-test.ts";
import { type DoctorReport, readDoctorReport } from "../../support/doctor-report.ts";
import { oauthFields } from "../../support/oauth-profile.ts";
import { aliyunConfig } from "../../support/search-context.ts";

const alice = aliceInEachTest();
beforeEach(async () => {
  await mkdir(onPath());
  await symlink(await realpath(process.execPath), `${onPath()}/ack-ram-tool`);
  await alice.tool(["get-kubeconfig", "-c", alice.production, "--write"]);
  alice.cloud.requests.clear();
});

interface Examination {
  readonly exitCode: number;
  readonly stderr: string;
  readonly report: DoctorReport;
  /** `verdict: text (fix)` of a check's findings. */
  readonly of: (check: string) => readonly string[];
}

async function doctor(more: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Examination> {
  const { exitCode, stdout, stderr } = await alice.tool(["doctor", "--output", "json", ...more], {
    PATH: onPath(),
    ...env,
  });
  const report = readDoctorReport(stdout);
  const of = (check: string): string[] =>
    report.checks
      .filter(({ name }) => name === check)
      .flatMap(({ findings }) => findings)
      .map(({ verdict, text, fix }) => `${verdict}: ${text}${fix === undefined ? "" : ` (${fix})`}`);
  return { exitCode, stderr, report, of };
}

/** A folder with the program that runs now, under its own name. */
function onPath(): string {
  return `${alice.home}/on-path`;
}

/** Replaces the cluster's CA in the kubeconfig. */
async function replaceAuthority(line: string): Promise<void> {
  const text = await readFile(alice.kubeconfig, "utf8");
  await writeFile(alice.kubeconfig, text.replace(/certificate-authority-data: \S+/, line));
}

async function everythingAtHome(): Promise<readonly (readonly [string, string])[]> {
  const entries = await readdir(alice.home, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
  return await Promise.all(files.toSorted().map(async (path) => [path, await readFile(path, "utf8")] as const));
}

async function failsWith(check: string, expected: string, examination: Promise<Examination>): Promise<Examination> {
  const found = await examination;
  expect(found.of(check).join("\n")).toContain(expected);
  expect(found.report.ok).toBe(false);
  expect(found.exitCode).toBe(1);
  expect(found.stderr).toMatch(/^error: \d+ problems? found\n$/);
  return found;
}

async function warns(check: string, expected: string, examination: Promise<Examination>): Promise<void> {
  const { exitCode, of } = await examination;
  expect(
    of(check)
      .filter((finding) => finding.startsWith("warning: "))
      .join("\n"),
  ).toContain(expected);
  expect(exitCode).toBe(0);
}

describe("if all is well, the doctor", () => {
  test("examines what kubectl does in the current context, up to the API server", async () => {
    const { exitCode, report, of } = await doctor();
    expect({ exitCode, ok: report.ok }).toEqual({ exitCode: 0, ok: true });
    expect(report.subject).toContain(`in context "ack-${alice.production}"`);
    expect(of("identity")).toEqual([`ok: ${alice.cloud.identities.alice.owner.arn}`]);
    expect(of("permission")[0]).toStartWith("ok: cs:DescribeClusterUserKubeconfig is allowed");
    expect(of("certificate")[1]).toBe("ok: it was signed by the cluster's CA");
    expect(of("api-server")[0]).toMatch(/^ok: .* knows a new certificate as kubernetes-\d+-alice$/);
  });

  test("understands flags before the command's names", async () => {
    const text = await readFile(alice.kubeconfig, "utf8");
    const [names = ""] = /^ *- credential-plugin\n *- get-credential\n/m.exec(text) ?? [];
    const [id = ""] = /^ *- --cluster-id\n.*\n/m.exec(text) ?? [];
    await writeFile(alice.kubeconfig, text.replace(id, "").replace(names, id + names));
    const { exitCode, of } = await doctor();
    expect(exitCode).toBe(0);
    expect(of("kubeconfig")).toEqual([expect.stringContaining(" runs ack-ram-tool credential-plugin get-credential")]);
  });

  test("uses the certificate that kubectl would find in the cache", async () => {
    await alice.tool(["credential-plugin", "get-credential", "-c", alice.production]);
    // The kubeconfig names the endpoints that the variables name: the same identity.
    const { of } = await doctor();
    expect(of("certificate")[0]).toStartWith("ok: the certificate in the cache: ");
    expect(of("cache")).toEqual([expect.stringContaining(": 1 of 1 certificates (of any identity) are valid")]);
  });

  test("changes no file, prints no secret, and shows one line for each finding", async () => {
    const before = await everythingAtHome();
    const { stdout, stderr } = await alice.tool(["doctor", "-v"]);
    expect(await everythingAtHome()).toEqual(before);
    for (const secret of alice.cloud.secrets()) expect(stdout + stderr).not.toContain(secret);
    expect(stdout).not.toContain("PRIVATE KEY");
    expect(stdout).toContain("\n✓  program ");
  });

  test("accepts a kubectl allow list with the program's path on the PATH", async () => {
    await mkdir(`${alice.home}/bin`);
    await cp("/bin/sh", `${alice.home}/bin/ack-ram-tool`);
    const list = `credentialPluginAllowlist:\n- command: ${alice.home}/bin/ack-ram-tool\n`;
    await writeFile(`${alice.home}/.kube/kuberc`, `credentialPluginPolicy: Allowlist\n${list}`);
    const { of } = await doctor([], { PATH: `${alice.home}/bin` });
    expect(of("plugin-policy")).toEqual([`ok: ${alice.home}/.kube/kuberc allows this tool`]);
  });

  test("sends no request to a cluster if none is known", async () => {
    await rm(alice.kubeconfig);
    const { of } = await doctor();
    expect(of("kubeconfig")[0]).toBe(`skipped: ${alice.kubeconfig} does not exist`);
    expect(of("kubeconfig")[1]).toStartWith("failure: there is no kubeconfig: kubectl would ask localhost:8080");
    expect(of("permission")).toEqual(["skipped: not tried: name a cluster with --cluster-id"]);
    expect(alice.cloud.requests.count("cs", "DescribeClusterUserKubeconfig")).toBe(0);
  });
});

describe("the doctor's flags", () => {
  test("override the current context's arguments, and the report says so", async () => {
    const { report, of } = await doctor(["--cs-endpoint", "127.0.0.1:1", "--timeout", "10s", "-v"]);
    expect(report.subject).toBe(
      `cluster ${alice.production}, as kubectl gets its credentials in context "ack-${alice.production}", but with your --cs-endpoint`,
    );
    expect(of("endpoints")[0]).toStartWith("failure: the connection to 127.0.0.1:1 was refused");
  });

  test("keep the current context's other arguments", async () => {
    const { of } = await doctor(["--expiration", "1h"], { ACK_RAM_TOOL_CS_ENDPOINT: "" });
    expect(of("endpoints")[0]).toStartWith("ok: ");
    expect(of("permission")[0]).toStartWith("ok: ");
  });

  test("can be combined to test another profile", async () => {
    await alice.write(".aliyun/config.json", JSON.stringify({ current: "me", profiles: [] }));
    const { report, of } = await doctor(["--profile-name", "nobody", "--ignore-env-credentials"]);
    expect(report.subject).toEndWith("but with your --profile-name, --ignore-env-credentials");
    expect(of("credentials").join("\n")).toContain("nobody");
  });

  test.each([
    ["--expiration", "soon"],
    ["--sts-endpoint", "http://sts.example.com"],
    ["--cs-endpoint", "http://cs.example.com"],
  ])("with a wrong value are a usage error: %s %s", async (flag, value) => {
    for (const more of [[], ["--cluster-id", "c1"]]) {
      const { exitCode, stdout, stderr } = await alice.tool(["doctor", flag, value, ...more]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      expect(stderr).toContain(`invalid ${flag} "${value}"`);
    }
  });

  test("for arguments that do not work: nothing is asked of another account", async () => {
    const text = await readFile(alice.kubeconfig, "utf8");
    await writeFile(alice.kubeconfig, text.replace("- --cluster-id", "- --clusterid"));
    const { of } = await doctor([], { PATH: "/nonexistent" });
    expect(of("path").join("\n")).toContain("or write the full path into the kubeconfig, once its arguments work)");
    for (const check of ["credentials", "endpoints", "clock", "identity", "permission", "certificate", "api-server"])
      expect(of(check)).toEqual(["skipped: not checked: the user's arguments do not work"]);
    expect(alice.cloud.requests.count("sts") + alice.cloud.requests.count("cs")).toBe(0);
  });
});

// More problems, each with kubectl beside it, are in beside-kubectl.test.ts.
describe("a problem is a failure with a fix, and the exit code is 1", () => {
  test("a program that kubectl does not find", async () => {
    await failsWith("path", "no ack-ram-tool on the PATH", doctor([], { PATH: "/nonexistent" }));
  });

  test("no credentials", async () => {
    const { of } = await failsWith(
      "credentials",
      "failure: no Alibaba Cloud credentials found",
      doctor([], { ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" }),
    );
    expect(of("identity")).toEqual(["skipped: not asked for: there are no credentials"]);
  });

  test("no permission on the cluster", async () => {
    const { mallory } = alice.cloud.identities;
    const env = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: mallory.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: mallory.accessKeySecret,
    };
    const { of } = await failsWith(
      "permission",
      "allow it the action cs:DescribeClusterUserKubeconfig",
      doctor([], env),
    );
    expect(of("identity")).toEqual([`ok: ${mallory.owner.arn}`]);
    expect(of("api-server")).toEqual(["skipped: not asked: there is no certificate to present"]);
  });

  test("a revoked certificate in the cache", async () => {
    await alice.tool(["credential-plugin", "get-credential", "-c", alice.production]);
    alice.cloud.apiServer.revoke(alice.cloud.certificates.issued.at(-1)?.serialNumber ?? "");
    await failsWith("api-server", "refuses the certificate in the cache, just issued: it has been revoked", doctor());
  });

  test("a certificate of another CA", async () => {
    alice.cloud.faults.always("cs:DescribeClusterUserKubeconfig", { userConfig: "unknown-authority" });
    const { of } = await failsWith("api-server", "failure: ", doctor());
    expect(of("certificate")[1]).toBe("warning: it was signed by a CA other than the cluster's");
  });

  test("an API server whose CA was rotated", async () => {
    const other = Buffer.from(alice.cloud.certificateAuthorityPem).toString("base64");
    await replaceAuthority(`certificate-authority-data: ${other}`);
    const { of } = await failsWith("api-server", "the cluster's CA may have been rotated", doctor());
    expect(of("certificate")[1]).toStartWith("warning: it was signed by a CA other than the cluster's");
  });

  test("a cluster's CA file that does not exist", async () => {
    await replaceAuthority("certificate-authority: gone.crt");
    const path = `${alice.home}/.kube/gone.crt`;
    await failsWith("api-server", `the cluster's CA file ${path} cannot be read (no such file)`, doctor());
  });

  test("an API server that does not answer", async () => {
    alice.cloud.faults.always("api-server", { transport: { kind: "black-hole" } });
    await failsWith("api-server", "is this the address inside the VPC?", doctor(["--timeout", "1s"]));
  });

  test("an API that never answers, within the time limit", async () => {
    alice.cloud.faults.always("cs", { transport: { kind: "black-hole" } });
    await failsWith("endpoints", "failure: no answer from 127.0.0.1:", doctor(["--timeout", "1s"]));
  });

  test("a clock that is wrong", async () => {
    const late = { Date: new Date(Date.now() - 3_600_000).toUTCString() };
    alice.cloud.faults.always("cs", { ...errorFault(404, "NotFound"), headers: late });
    await failsWith("clock", "failure: this machine's clock is 60 min ahead of the server's", doctor());
  });

  test.each<[string, string | RegExp, string, string]>([
    ["an argument that does not exist", "--cluster-id\n", "--clusterid\n", "do not work: unknown flag --clusterid"],
    ["another command", "- get-credential\n", "- get-kubeconfig\n", "has neither get-credential nor get-token"],
    ["an API version that is gone", "io/v1beta1\n", "io/v1alpha1\n", 'asks for apiVersion "client.authentication.k8s'],
    ["a missing command", "command: ack-ram-tool", "command: /gone/ack-ram-tool", "which is not a program"],
    ["no interactiveMode for v1", /io\/v1beta1([^]*) {6}interactiveMode: Never\n/, "io/v1$1", "lacks interactiveMode"],
  ])("a kubeconfig with %s", async (_, old, replacement, expected) => {
    await writeFile(alice.kubeconfig, (await readFile(alice.kubeconfig, "utf8")).replace(old, replacement));
    await failsWith("kubeconfig", expected, doctor());
  });

  test.each([
    ["credentialPluginPolicy: DenyAll\n", "forbids all credential plugins"],
    [
      "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist:\n- name: other\n",
      "does not allow ack-ram-tool (kubectl kuberc set ",
    ],
  ])("kubectl's preferences say %j", async (kuberc, expected) => {
    await writeFile(`${alice.home}/.kube/kuberc`, kuberc);
    await failsWith("plugin-policy", expected, doctor());
  });

  test("a cache that is a file", async () => {
    await mkdir(`${alice.home}/.kube/cache/ack-ram-tool`, { recursive: true });
    await writeFile(`${alice.home}/.kube/cache/ack-ram-tool/credential-plugin`, "");
    await failsWith("cache", "is a file, not a folder", doctor());
  });
});

describe("a problem that does not stop kubectl is a warning, not a failure", () => {
  test("a kubeconfig that others can read", async () => {
    await chmod(alice.kubeconfig, 0o644);
    await warns("kubeconfig", `can be read by others (chmod 600 ${alice.kubeconfig})`, doctor());
  });

  test("a cluster whose server is not verified", async () => {
    await replaceAuthority("insecure-skip-tls-verify: true");
    await warns(
      "api-server",
      `insecure-skip-tls-verify in context "ack-${alice.production}" lets kubectl trust any`,
      doctor(),
    );
  });

  test("another program of this name on the PATH", async () => {
    await mkdir(`${alice.home}/bin`);
    await cp("/bin/sh", `${alice.home}/bin/ack-ram-tool`);
    await warns(
      "path",
      `ack-ram-tool on the PATH is ${alice.home}/bin/ack-ram-tool, not the program that you run now`,
      doctor([], { PATH: `${alice.home}/bin` }),
    );
  });

  test("an invalid CA file that nothing needs", async () => {
    const env = { NODE_EXTRA_CA_CERTS: alice.kubeconfig };
    await warns(
      "trust",
      `NODE_EXTRA_CA_CERTS names ${alice.kubeconfig}, which has no certificate in PEM`,
      doctor([], env),
    );
  });

  test("TLS verification disabled by a variable", async () => {
    await warns(
      "trust",
      "NODE_TLS_REJECT_UNAUTHORIZED=0 has no effect here",
      doctor([], { NODE_TLS_REJECT_UNAUTHORIZED: "0" }),
    );
  });

  test("a broken file in the cache", async () => {
    await alice.tool(["credential-plugin", "get-credential", "-c", alice.production]);
    const folder = `${alice.home}/.kube/cache/ack-ram-tool/credential-plugin`;
    const path = `${folder}/c1-${"0".repeat(32)}`;
    await writeFile(`${path}.json`, "{}");
    await writeFile(`${path}.lock`, "");
    await warns("cache", "1 certificate is damaged, or readable by other users", doctor());
    const { of } = await doctor();
    const [, fix = ""] = /\((ack-ram-tool .*)\)$/.exec(of("cache").join("\n")) ?? [];
    expect(fix).toBe("ack-ram-tool cache clear --cluster-id c1");
    expect(await alice.tool(fix.split(" ").slice(1))).toMatchObject({ exitCode: 0 });
    expect((await doctor()).of("cache")).toEqual([`ok: ${folder}: 1 of 1 certificates (of any identity) are valid`]);
  });
});

test("an OAuth sign-in is not renewed", async () => {
  await alice.write(".aliyun/config.json", aliyunConfig([{ name: "me", ...oauthFields(alice, -60) }], "me"));
  const { of } = await doctor(["-c", alice.production, "--ignore-env-credentials"]);
  expect(of("identity")).toEqual([
    "skipped: not asked for: it would renew the OAuth sign-in, and the doctor changes no file",
  ]);
  expect(alice.cloud.requests.count("oauth")).toBe(0);
});

test("a valid OAuth access token is exchanged, and nothing is written", async () => {
  const text = aliyunConfig([{ name: "me", ...oauthFields(alice, 300) }], "me");
  await alice.write(".aliyun/config.json", text);
  const { of } = await doctor(["-c", alice.production, "--ignore-env-credentials"]);
  expect(of("identity")).toEqual([expect.stringMatching(/^ok: acs:ram::\d+:assumed-role\/ci\//)]);
  expect(of("credentials")[1]).toBe("ok: signed in, renewed automatically");
  expect(alice.cloud.requests.count("oauth", "Token")).toBe(0);
  expect(await readFile(`${alice.home}/.aliyun/config.json`, "utf8")).toBe(text);
});

test("the plugin's last failure is shown", async () => {
  alice.cloud.faults.always("cs", errorFault(403, "StatusForbidden"));
  await alice.tool(["credential-plugin", "get-credential", "-c", alice.production]);
  const { of } = await doctor();
  expect(of("cache").join("\n")).toContain("warning: the plugin's last call failed just now: the ACK API refused");
});

test("--context examines another context", async () => {
  await alice.tool(["get-kubeconfig", "-c", alice.cloud.clusters.staging.id, "--write", "--context-name", "test"]);
  const { report, of } = await doctor(["--context", "test"]);
  expect(report.subject).toContain(`cluster ${alice.cloud.clusters.staging.id}`);
  expect(of("kubeconfig")).toEqual([
    expect.stringContaining('user "test" runs'),
    "ok: 1 other kubeconfig user runs this tool; 1 would work",
  ]);
});

test("a kubeconfig with a key twice: the key is reported, and no edit is suggested that would be refused", async () => {
  const text = await readFile(alice.kubeconfig, "utf8");
  await writeFile(alice.kubeconfig, `${text}contexts: []\n`);
  const [first, ...more] = (await failsWith("kubeconfig", "there is no context", doctor())).of("kubeconfig");
  const problem = `it has a key twice (line ${text.split("\n").length}); kubectl reads the last one`;
  expect(first).toBe(`warning: ${alice.kubeconfig}: ${problem} (leave one of them)`);
  expect(more.join("\n")).toContain(`(correct ${alice.kubeconfig} first: ${problem})`);
});

test("a misspelled context is answered with the nearest one", async () => {
  for (const name of ["other", "stg"])
    await alice.tool(["get-kubeconfig", "-c", alice.staging, "--write", "--context-name", name, "--user-name", name]);
  const { of, report } = await doctor(["--context", "stgg"]);
  expect(report.subject).toBe(`context "stgg": not found in ${alice.kubeconfig}`);
  expect(of("kubeconfig").join("\n")).toContain("(ack-ram-tool doctor --context stg)");
});

test.each([
  ["a context without a user", "  user: ", "  user: x", /^context "ack-\w+": its user does not run ack-ram-tool$/],
  ["no current context", "current-context: ", "current-contexts: ", /^\S+\/config: no current context is set$/],
  ["a broken file", "kind: Config", "\tkind: {", /^\S+\/config: kubectl cannot read it$/],
])("the heading says what is there: %s", async (_, old, line, expected) => {
  const text = await readFile(alice.kubeconfig, "utf8");
  await writeFile(alice.kubeconfig, text.replace(old, line));
  const { report, of } = await doctor(["--kubeconfig", alice.kubeconfig], { PATH: "/nonexistent" });
  expect(report.subject).toMatch(expected);
  if (line.includes("{")) expect(of("path").join("\n")).toMatch(/kubeconfig: correct \S+ first: it is not YAML/);
});

test("a kubeconfig that is not there has a heading, and one command that writes it", async () => {
  const path = `${alice.home}/nope.yaml`;
  const { report, of } = await doctor(["--kubeconfig", path, "--sts-endpoint", "127.0.0.1:1", "--region-id", "cn-x"]);
  expect(report.subject).toBe(`${path}: it does not exist`);
  expect(of("kubeconfig")[0]).toContain(
    `with the id from the ACK console or "clusters list": ack-ram-tool get-kubeconfig --cluster-id ID --write --kubeconfig ${path} --sts-endpoint 127.0.0.1:1 --region-id cn-x)`,
  );
});

test("other users that do not work are not counted as well", async () => {
  const user = "{exec: {command: ack-ram-tool, args: [x], apiVersion: client.authentication.k8s.io/v1beta1}}";
  const text = await readFile(alice.kubeconfig, "utf8");
  await writeFile(alice.kubeconfig, text.replace("users:\n", `$&- {name: other, user: ${user}}\n`));
  const { of } = await doctor();
  expect(of("kubeconfig").slice(1)).toEqual([expect.stringMatching(/^warning: user "other" would not work: has arg/)]);
});

test("a program that is not on the PATH is named by its path in every fix", async () => {
  const own = process.execPath;
  const { of } = await doctor(["--context", "nope"], { PATH: "/nonexistent" });
  expect(of("kubeconfig").join("\n")).toContain(`(${own} doctor --context ack-${alice.production})`);
  const text = await readFile(alice.kubeconfig, "utf8");
  await writeFile(alice.kubeconfig, text.replace("io/v1beta1\n", "io/v1alpha1\n"));
  const rewrite = (await doctor([], { PATH: "/nonexistent" })).of("kubeconfig").join("\n");
  expect(rewrite).toContain(`(${own} get-kubeconfig --cluster-id ${alice.production} --write `);
  expect(rewrite).toContain(" --absolute-command)");
});

test("a context with a token: no certificate is requested, and the API server is not said to accept it", async () => {
  const write = ["get-kubeconfig", "-c", alice.production, "--mode", "token", "--write", "--context-name", "token"];
  await alice.tool(write);
  await alice.tool(["credential-plugin", "get-credential", "-c", alice.production]);
  alice.cloud.requests.clear();
  const { of } = await doctor(["--context", "token"]);
  expect(of("permission")).toEqual(["skipped: not tried: kubectl presents a token, not a certificate"]);
  expect(of("certificate")).toEqual(["skipped: not needed: kubectl presents a token"]);
  expect(of("api-server")).toEqual([expect.stringMatching(/^skipped: not asked with the token .*Unauthorized/)]);
  expect(alice.cloud.requests.count("cs", "DescribeClusterUserKubeconfig")).toBe(0);
});

test("a context that does not work is called that, and its program is not said to run", async () => {
  const text = await readFile(alice.kubeconfig, "utf8");
  const id = `      - --cluster-id\n      - ${alice.production}\n`;
  await writeFile(alice.kubeconfig, text.replace(id, "").replace("command: ack-ram-tool", "command: ./ack-ram-tool"));
  const { report, of } = await doctor();
  expect(report.subject).toBe(`context "ack-${alice.production}": it names no cluster`);
  expect(of("path")).toEqual([`skipped: not searched: kubectl runs ${alice.home}/.kube/ack-ram-tool`]);
  await writeFile(alice.kubeconfig, text.replace("- --cluster-id", "- --cluster"));
  expect((await doctor()).report.subject).toBe(`context "ack-${alice.production}": kubectl cannot get credentials`);
});

test.each(["--no-cache", "--force-refresh", "--api-version=v1"])(
  "%s, which has no meaning for the doctor, is refused",
  async (flag) => {
    const { exitCode, stderr } = await alice.tool(["doctor", flag]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("unknown flag");
  },
);

test("each line of the report is printed as soon as it is known", async () => {
  const text: string[] = [];
  await alice.tool(["doctor"], { PATH: onPath() }, { stdout: async (line) => void text.push(line) });
  expect(text.length).toBeGreaterThan(10);
});
