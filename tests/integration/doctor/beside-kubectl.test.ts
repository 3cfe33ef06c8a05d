import { beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { errorFault } from "../../fakes/server/fault.ts";
import { aliceInEachTest } from "../../support/alice-in-each-test.ts";
import { BINARY, type Outcome } from "../../support/binary.ts";
import { readDoctorReport } from "../../support/doctor-report.ts";
import { KUBECTL } from "../../support/kubectl.ts";

// A busy machine.
setDefaultTimeout(30_000);

const alice = aliceInEachTest();
beforeEach(async () => {
  expect(await alice.program("get-kubeconfig", "-c", alice.production, "--write")).toMatchObject({ exitCode: 0 });
});

interface Failure {
  readonly check: string;
  readonly text: string;
  readonly fix: string | undefined;
}

type Variables = Readonly<Record<string, string>>;

const doctor = (variables: Variables, ...flags: readonly string[]): Promise<Outcome> =>
  alice.other(["ack-ram-tool", "doctor", ...flags, "--output", "json"], variables);

/** The compiled doctor is found by the PATH: this one is not. */
const doctorInProcess = (variables: Variables): Promise<Outcome> =>
  alice.tool(["doctor", "--output", "json"], variables);

function failuresIn({ stdout }: Outcome): readonly Failure[] {
  return readDoctorReport(stdout).checks.flatMap(({ name: check, findings }) =>
    findings.flatMap(({ verdict, text, fix }) => (verdict === "failure" ? [{ check, text, fix }] : [])),
  );
}

async function edit(change: (text: string) => string | Uint8Array): Promise<void> {
  const changed = change(await readFile(alice.kubeconfig, "utf8"));
  if (typeof changed === "string") await alice.write(".kube/config", changed);
  else await writeFile(alice.kubeconfig, changed);
}

/** Another field of the only cluster, context or user. */
const besideServer = (line: string) => () => edit((text) => text.replace(/\n( +)server: .*/, `$&\n$1${line}`));
const inExec = (line: string) => () => edit((text) => text.replace(/\n( +)command: .*/, `$&\n$1${line}`));
const besideExec = (line: string) => () => edit((text) => text.replace(/\n( +)exec:/, `\n$1${line}$&`));
const replace = (old: string | RegExp, line: string) => () => edit((text) => text.replace(old, line));
/** More arguments, after the others. */
const withArguments =
  (...words: readonly string[]) =>
  () =>
    edit((text) => text.replace(/\n +command: /, `${words.map((word) => `\n      - "${word}"`).join("")}$&`));
const runPlugin = () => alice.program("credential-plugin", "get-credential", "-c", alice.production, ...endpoints());

/** The endpoints of the kubeconfig, which are part of the cache's key. */
function endpoints(): readonly string[] {
  const { sts, cs } = alice.cloud.addresses;
  return ["--sts-endpoint", sts.host, "--cs-endpoint", cs.host];
}

/** A machine, and what kubectl does on it. */
interface Row {
  readonly arrange?: (() => Promise<unknown>) | undefined;
  readonly variables?: (() => Variables) | undefined;
  /** `works`, or the check that finds why not. */
  readonly cause: string;
  readonly text?: RegExp;
  /** What the doctor must not repeat. */
  readonly hides?: string;
  /** Whether the fix is a command that mends it. */
  readonly isCurable?: true;
  /** The fix, if it is a sentence. */
  readonly fix?: RegExp;
  /** What the kubeconfig has after the cure. */
  readonly after?: RegExp;
}

const WORLDS: Readonly<Record<string, Row>> = {
  "nothing is wrong": { cause: "works" },
  "two YAML documents": { arrange: () => edit((text) => `${text}---\nfoo: bar\n`), cause: "works" },
  "a key twice": { arrange: replace("kind: Config", "kind: Config\nkind: Config"), cause: "works" },
  "UTF-16": {
    arrange: () => edit((text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")])),
    cause: "works",
  },
  "a byte order mark": { arrange: () => edit((text) => `\uFEFF${text}`), cause: "works" },
  "a context without a name": {
    arrange: replace("contexts:\n", "contexts:\n- context: {cluster: a}\n"),
    cause: "works",
  },
  "a cluster without a name": {
    arrange: replace("clusters:\n", "clusters:\n- cluster: {server: https://x}\n"),
    cause: "works",
  },
  "a slash at the end of the server's address": { arrange: replace(/server: .*/, "$&/"), cause: "works" },
  "an extra list that is null": { arrange: replace("users:", "extensions: null\nusers:"), cause: "works" },
  "a kubeconfig that others can read": { arrange: () => chmod(alice.kubeconfig, 0o644), cause: "works" },
  "tls-server-name of another name of the server": {
    arrange: besideServer("tls-server-name: localhost"),
    cause: "works",
  },
  "verification switched off": {
    arrange: replace(/certificate-authority-data: .*/, "insecure-skip-tls-verify: true"),
    cause: "works",
  },
  "a CA file beside the kubeconfig": {
    arrange: async () => {
      await replace(/certificate-authority-data: .*/, "certificate-authority: ca.crt")();
      await alice.write(".kube/ca.crt", alice.cloud.apiServer.certificateAuthorityPem);
    },
    cause: "works",
  },
  "a file in KUBECONFIG that is not there": {
    variables: () => ({ KUBECONFIG: `${alice.home}/nowhere:${alice.kubeconfig}` }),
    cause: "works",
  },
  "exec.env with credentials": {
    arrange: () => {
      const { accessKeyId, accessKeySecret } = alice.cloud.identities.alice;
      const line = `env: [{name: ALIBABA_CLOUD_ACCESS_KEY_ID, value: ${accessKeyId}}, {name: ALIBABA_CLOUD_ACCESS_KEY_SECRET, value: ${accessKeySecret}}]`;
      return inExec(line)();
    },
    variables: () => ({ ALIBABA_CLOUD_ACCESS_KEY_ID: "", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" }),
    cause: "works",
  },
  "exec.env with the CA of the APIs": {
    arrange: () =>
      inExec(`env: [{name: NODE_EXTRA_CA_CERTS, value: ${alice.home}/ca.pem}]`)().then(() =>
        alice.write("ca.pem", alice.cloud.certificateAuthorityPem),
      ),
    variables: () => ({ NODE_EXTRA_CA_CERTS: "" }),
    cause: "works",
  },
  "the APIs are down, and a certificate is in the cache": {
    arrange: async () => {
      await runPlugin();
      for (const service of ["cs", "sts"] as const)
        alice.cloud.faults.always(service, errorFault(503, "ServiceUnavailable"));
    },
    cause: "works",
  },
  "the permission is gone, and a certificate is in the cache": {
    arrange: async () => {
      await runPlugin();
      alice.cloud.faults.always("cs", errorFault(403, "StatusForbidden"));
    },
    cause: "works",
  },
  "another context is broken": {
    arrange: replace("contexts:\n", "contexts:\n- name: other\n  context: {cluster: nowhere, user: nowhere}\n"),
    cause: "works",
  },
  "another user of this tool has wrong arguments": {
    arrange: replace(
      "users:\n",
      "users:\n- name: other\n  user: {exec: {command: ack-ram-tool, args: [x], apiVersion: client.authentication.k8s.io/v1beta1}}\n",
    ),
    cause: "works",
  },

  "broken YAML": { arrange: replace("kind: Config", "\tkind: {"), cause: "kubeconfig", text: /not YAML \(line 1\)/ },
  "an argument that is not text": {
    arrange: replace("- get-credential\n", "- get-credential\n      - on: off\n"),
    cause: "kubeconfig",
    text: /args\[\d\] \(line \d+\) must be a text/,
  },
  "a name that is not text": {
    arrange: replace(/- name: ack/, "- name: y\n  context: {}\n$&"),
    cause: "kubeconfig",
    text: /must be a text: quote it/,
  },
  "two users of one name": {
    arrange: replace("users:\n", "users:\n- name: x\n  user: {}\n- name: x\n  user: {}\n"),
    cause: "kubeconfig",
    text: /two users named "x" \(lines \d+ and \d+\)/,
  },
  "kind: List": { arrange: replace("kind: Config", "kind: List"), cause: "kubeconfig", text: /kind/ },
  "no current context": {
    arrange: replace(/current-context: .*\n/, ""),
    cause: "kubeconfig",
    text: /no current context is set/,
    isCurable: true,
  },
  "a current context that is not there": {
    arrange: replace(/current-context: .*/, "current-context: nope"),
    cause: "kubeconfig",
    text: /no context "nope"/,
    isCurable: true,
  },
  "a context whose cluster is not there": {
    arrange: replace(/(\n +cluster: )ack-.*/, "$1nope"),
    cause: "kubeconfig",
    text: /needs the cluster "nope", which is missing/,
    isCurable: true,
  },
  "a cluster without a server": {
    arrange: replace(/server: .*/, "server: ''"),
    cause: "kubeconfig",
    text: /is missing or has no server/,
    isCurable: true,
  },
  "an empty kubeconfig": { arrange: () => edit(() => ""), cause: "kubeconfig", text: /no current context is set/ },
  "a context whose user is not there": {
    arrange: replace(/(\n +user: )ack-.*/, "$1nope"),
    cause: "kubeconfig",
    text: /a user that does not exist/,
    isCurable: true,
  },
  "v1 without interactiveMode": {
    arrange: () => edit((text) => text.replace("v1beta1", "v1").replace(/\n +interactiveMode: .*/, "")),
    cause: "kubeconfig",
    text: /lacks interactiveMode/,
    isCurable: true,
  },
  "no apiVersion": {
    arrange: replace(/\n +apiVersion: client.*/, ""),
    cause: "kubeconfig",
    text: /lacks exec.apiVersion/,
    isCurable: true,
  },
  "an apiVersion that is gone": {
    arrange: replace("io/v1beta1", "io/v1alpha1"),
    cause: "kubeconfig",
    text: /v1alpha1", which kubectl 1.24 and newer do not support/,
    isCurable: true,
  },
  "an apiVersion that is gone, and a broken user of the same cluster": {
    arrange: () =>
      edit((text) =>
        text
          .replace("io/v1beta1", "io/v1alpha1")
          .replace("contexts:\n", `$&- name: other\n  context: {cluster: ack-${alice.production}, user: other}\n`)
          .replace("users:\n", "$&- name: other\n  user: {exec: {command: ack-ram-tool, args: [x], apiVersion: v}}\n"),
      ),
    cause: "kubeconfig",
    text: /v1alpha1/,
    isCurable: true,
  },
  "an unknown interactiveMode": {
    arrange: replace(/interactiveMode: .*/, "interactiveMode: Sometimes"),
    cause: "kubeconfig",
    text: /"Sometimes"/,
    isCurable: true,
  },
  "a misspelled command": {
    arrange: replace("command: ack-ram-tool", "command: ack-ram-toool"),
    cause: "kubeconfig",
    text: /"ack-ram-toool", which is not on the PATH/,
    isCurable: true,
  },
  "a misspelled command, and an argument in which kubectl's flags would see two": {
    arrange: async () => {
      await replace("command: ack-ram-tool", "command: ack-ram-toool")();
      await replace(/\n( +)- get-credential/, `$&\n$1- --credential-cache-dir\n$1- '~/a,"b"'`)();
    },
    cause: "kubeconfig",
    text: /"ack-ram-toool", which is not on the PATH/,
    isCurable: true,
  },
  "another plugin that is not there, beside a certificate, which kubectl uses instead": {
    arrange: async () => {
      const { cloud } = alice;
      const { certificatePem, privateKeyPem } = await cloud.certificates.issue(
        cloud.identities.alice.owner,
        cloud.clusters.production,
      );
      await alice.write(".kube/alice.crt", certificatePem);
      await alice.write(".kube/alice.key", privateKeyPem);
      await replace("command: ack-ram-tool", "command: other-plugin")();
      await besideExec("client-certificate: alice.crt")();
      await besideExec("client-key: alice.key")();
    },
    cause: "works",
  },
  "another plugin that is not there": {
    arrange: replace("command: ack-ram-tool", "command: ./other-plugin"),
    cause: "kubeconfig",
    text: /\.kube\/\.?\/?other-plugin", which is not a program/,
  },
  "another plugin that is not there, with a secret among arguments like ours": {
    arrange: async () => {
      await replace("command: ack-ram-tool", "command: ./other-plugin")();
      await replace("- credential-plugin", "- credential-plugin\n      - --token=fake-do-not-show")();
    },
    cause: "kubeconfig",
    hides: "fake-do-not-show",
  },
  "a relative command that is not there": {
    arrange: replace("command: ack-ram-tool", "command: ./bin/ack-ram-tool"),
    cause: "kubeconfig",
    text: /\.kube\/\.?\/?bin\/ack-ram-tool, which is not a program/,
    isCurable: true,
  },
  "a token beside exec": {
    arrange: besideExec("token: fake"),
    cause: "kubeconfig",
    text: /token beside exec/,
    isCurable: true,
  },
  "a client certificate beside exec": {
    arrange: besideExec("client-certificate: /nowhere"),
    cause: "kubeconfig",
    text: /client-certificate beside exec/,
    isCurable: true,
  },
  "a password beside exec": {
    arrange: besideExec("username: me"),
    cause: "kubeconfig",
    text: /username beside exec/,
    isCurable: true,
  },
  "an argument that does not exist": {
    arrange: replace("- get-credential\n", "- get-credential\n      - --clusterid\n      - x\n"),
    cause: "kubeconfig",
    text: /unknown flag --clusterid: did you mean --cluster-id\?/,
    isCurable: true,
  },
  "a misspelled flag with a profile": {
    arrange: async () => {
      const { accessKeyId, accessKeySecret } = alice.cloud.identities.alice;
      const bob = { name: "bob", mode: "AK", access_key_id: accessKeyId, access_key_secret: accessKeySecret };
      await alice.write(".aliyun/config.json", JSON.stringify({ current: "", profiles: [bob] }));
      await withArguments("--profle-name", "bob", "--expiratio=1h")();
    },
    cause: "kubeconfig",
    text: /unknown flag --profle-name: did you mean --profile-name\?/,
    isCurable: true,
    after: /- --profile-name\n +- bob\n +- --expiration=1h\n/,
  },
  "a misspelled command of the plugin": {
    arrange: replace("- get-credential\n", "- get-credentials\n"),
    cause: "kubeconfig",
    text: /unknown command "get-credentials": did you mean get-credential\?/,
    isCurable: true,
  },
  "a misspelled flag with a wrong value": {
    arrange: withArguments("--role-arm", "ci"),
    cause: "kubeconfig",
    text: /unknown flag --role-arm/,
    fix: /^correct --role-arm in the args of user "ack-\w+" in \S+\.kube\/config$/,
  },
  ...Object.fromEntries(
    [
      ["--role-arn", "ci"],
      ["--credential-type", "ecs"],
      ["--expiration", "soon"],
      ["--timeout", "10"],
      ["--cs-endpoint", "http://cs.example.com"],
      ["--cs-endpoint", "https://cs.example.com/x"],
      ["--region-id", "a_b"],
    ].map(([flag = "", value = ""]): [string, Row] => [
      `${flag} ${value}`,
      {
        // A region has no effect beside an endpoint.
        arrange: async () => {
          if (flag === "--region-id") await replace(/ +- --cs-endpoint\n.*\n/, "")();
          await withArguments(flag, value)();
        },
        variables: () => (flag === "--region-id" ? { ACK_RAM_TOOL_CS_ENDPOINT: "" } : {}),
        cause: "kubeconfig",
        text: new RegExp(`arguments that do not work: invalid ${flag}`),
        fix: new RegExp(`^correct ${flag} in the args of user "ack-`),
      },
    ]),
  ),
  "a cluster id that is none": {
    arrange: () => edit((text) => text.replace(`- ${alice.production}\n`, "- a_b\n")),
    cause: "kubeconfig",
    text: /invalid --cluster-id "a_b"/,
    fix: /^correct --cluster-id in the args of user/,
  },
  "an STS endpoint that is none": {
    arrange: withArguments("--sts-endpoint", "http://sts.example.com"),
    cause: "works",
  },
  "an STS endpoint that is none, and is needed": {
    arrange: withArguments("--sts-endpoint", "http://sts.example.com", "--role-arn", "acs:ram::1:role/ci"),
    cause: "credentials",
    text: /invalid --sts-endpoint/,
  },
  "another command of this tool": {
    arrange: replace("- get-credential\n", "- get-kubeconfig\n"),
    cause: "kubeconfig",
    text: /neither get-credential nor get-token/,
    fix: /^correct the args of user/,
  },
  "a CA, and verification switched off": {
    arrange: besideServer("insecure-skip-tls-verify: true"),
    cause: "api-server",
    text: /which kubectl refuses/,
    isCurable: true,
  },
  "an invalid CA": {
    arrange: replace(/certificate-authority-data: .*/, "certificate-authority-data: aGFsbG8="),
    cause: "api-server",
    text: /not a PEM certificate/,
    isCurable: true,
  },
  "a CA file that is not there": {
    arrange: replace(/certificate-authority-data: .*/, "certificate-authority: gone.crt"),
    cause: "api-server",
    text: /gone\.crt cannot be read \(no such file\)/,
    isCurable: true,
  },
  "another CA": {
    arrange: () =>
      edit((text) =>
        text.replace(
          /certificate-authority-data: .*/,
          `certificate-authority-data: ${Buffer.from(alice.cloud.certificateAuthorityPem).toString("base64")}`,
        ),
      ),
    cause: "api-server",
    text: /was refused/,
    isCurable: true,
  },
  "a tls-server-name that is not the server's": {
    arrange: besideServer("tls-server-name: wrong.example.com"),
    cause: "api-server",
    text: /ERR_TLS_CERT_ALTNAME_INVALID/,
  },
  "a proxy-url where nobody listens": {
    arrange: besideServer("proxy-url: http://127.0.0.1:1"),
    cause: "api-server",
    text: /127\.0\.0\.1/,
  },
  "an address where nobody listens": {
    arrange: replace(/server: .*/, "server: https://127.0.0.1:1"),
    cause: "api-server",
    text: /refused/,
    isCurable: true,
  },
  "an API server that is overloaded": {
    arrange: async () => alice.cloud.faults.always("api-server", errorFault(503, "ServiceUnavailable")),
    cause: "api-server",
    text: /HTTP 503: it is overloaded/,
  },
  "an API server that fails": {
    arrange: async () => alice.cloud.faults.always("api-server", errorFault(500, "InternalError")),
    cause: "api-server",
    text: /HTTP 500/,
  },
  "a certificate that was revoked": {
    arrange: async () => {
      await runPlugin();
      alice.cloud.apiServer.revoke(alice.cloud.certificates.issued.at(-1)?.serialNumber ?? "");
    },
    cause: "api-server",
    text: /refuses the certificate in the cache, just issued/,
    isCurable: true,
  },
  "a user without a role": {
    arrange: async () => {
      alice.cloud.apiServer.settings.hasRoles = false;
    },
    cause: "api-server",
    text: /has no permissions in the cluster/,
  },
  "a ~ in KUBECONFIG": {
    variables: () => ({ KUBECONFIG: "~/.kube/config" }),
    cause: "kubeconfig",
    text: /there is no kubeconfig/,
  },
  "no credentials": {
    variables: () => ({ ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" }),
    cause: "credentials",
    text: /no Alibaba Cloud credentials|lacks|incomplete/i,
  },
  "a wrong secret": {
    variables: () => ({ ALIBABA_CLOUD_ACCESS_KEY_SECRET: "wrong" }),
    cause: "identity",
    text: /SignatureDoesNotMatch/,
  },
  "exec.env that spoils the credentials": {
    arrange: inExec("env: [{name: ALIBABA_CLOUD_ACCESS_KEY_SECRET, value: wrong}]"),
    cause: "identity",
    text: /SignatureDoesNotMatch/,
  },
  "no permission": {
    variables: () => {
      const { accessKeyId, accessKeySecret } = alice.cloud.identities.mallory;
      return { ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId, ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret };
    },
    cause: "permission",
    text: /cs:DescribeClusterUserKubeconfig|Forbidden/,
  },
  "one API that cannot be reached": {
    arrange: replace(/"127\.0\.0\.1:\d+"\n +command/, '"127.0.0.1:1"\n      command'),
    cause: "endpoints",
    text: /127\.0\.0\.1:1 was refused/,
  },
  "no API that can be reached": {
    arrange: () => edit((text) => text.replaceAll(/"127\.0\.0\.1:\d+"/g, '"127.0.0.1:1"')),
    cause: "endpoints",
    text: /nothing can be reached \(127\.0\.0\.1:1\)/,
  },
  "a CA variable that names no certificates": {
    variables: () => ({ NODE_EXTRA_CA_CERTS: alice.kubeconfig }),
    cause: "trust",
    text: /no certificate in PEM/,
  },
  "a profile that is not there": {
    arrange: replace("- get-credential\n", "- get-credential\n      - --profile-name\n      - nobody\n"),
    cause: "credentials",
    text: /nobody/,
  },
  "no program on the PATH": {
    arrange: () => mkdir(`${alice.home}/on-path`),
    variables: () => ({ PATH: `${alice.home}/on-path` }),
    cause: "path",
    text: /no ack-ram-tool on the PATH/,
  },
};

describe.skipIf(KUBECTL === null)("the doctor and kubectl agree (where there is a kubectl)", () => {
  test.each(Object.entries(WORLDS))(
    "%s",
    async (_, { arrange, variables = () => ({}), cause, text, hides, isCurable, fix, after }) => {
      await arrange?.();
      const kubectl = await alice.other([KUBECTL ?? "", "get", "namespaces"], variables());
      alice.cloud.requests.clear();
      const tool = await (cause === "path" ? doctorInProcess(variables()) : doctor(variables()));
      const failures = failuresIn(tool);
      const isWorking = kubectl.exitCode === 0;
      expect(
        { kubectl: isWorking, doctor: tool.exitCode === 0 },
        `${kubectl.stderr}\n${JSON.stringify(failures, null, 1)}`,
      ).toEqual({
        kubectl: cause === "works",
        doctor: cause === "works",
      });
      if (cause === "works") return;
      expect(failures.map(({ check }) => check)).toEqual([cause]);
      expect(failures[0]?.text).toMatch(text ?? /./);
      if (fix !== undefined) expect(failures[0]?.fix).toMatch(fix);
      if (hides !== undefined) expect(JSON.stringify(failures)).not.toContain(hides);
      if (isCurable === undefined) return;

      const [first] = failures;
      const command = commandIn(first?.fix);
      const cured = await alice.other(["/bin/sh", "-c", command ?? "false"], variables());
      expect(cured, command ?? JSON.stringify(first)).toMatchObject({ exitCode: 0 });
      expect(failuresIn(await doctor(variables())).filter(({ check }) => check === cause)).toEqual([]);
      expect(await alice.other([KUBECTL ?? "", "get", "namespaces"], variables())).toMatchObject({ exitCode: 0 });
      expect(await readFile(alice.kubeconfig, "utf8")).toMatch(after ?? /./);
    },
  );
});

/** The command at the end of a fix; `ID` is the cluster that a person would name. */
function commandIn(fix: string | undefined): string | undefined {
  return /(?:^|: )((?:ack-ram-tool|kubectl) .*)$/.exec(fix ?? "")?.[1]?.replace(" ID ", ` ${alice.production} `);
}

describe.skipIf(KUBECTL === null)("a fix", () => {
  const OTHER = `
- {name: eks, context: {cluster: eks, user: eks}}
- {name: no-user, context: {cluster: eks, user: nobody}}`;

  test.each([
    ["a context of another tool", "eks", "prod"],
    ["a context without a user", "no-user", "no-user"],
    ["a context that is not there", "nope", "prod"],
    ["a context whose cluster is not there", "no-cluster", "no-cluster"],
  ])("%s: keeps the file, and leads to a context that works", async (_, context, working) => {
    const file = `${alice.home}/hand made.yaml`;
    const write = ["get-kubeconfig", "-c", alice.production, "--write", "--kubeconfig", file];
    expect(await alice.program(...write, "--context-name", "prod")).toMatchObject({ exitCode: 0 });
    await alice.write(
      "hand made.yaml",
      (await readFile(file, "utf8"))
        .replace("contexts:", `$&${OTHER}\n- {name: no-cluster, context: {cluster: none, user: prod}}`)
        .replace("clusters:", "$&\n- {name: eks, cluster: {server: 'https://eks.example.com'}}")
        .replace("users:", "$&\n- {name: eks, user: {exec: {command: aws, apiVersion: v1, args: []}}}"),
    );
    const untouched = await readFile(alice.kubeconfig, "utf8");
    const failures = failuresIn(await doctor({}, "--kubeconfig", file, "--context", context));
    const fix = commandIn(failures.find(({ check }) => check === "kubeconfig")?.fix) ?? "false";
    expect(fix).toContain("--kubeconfig '");
    expect(await alice.other(["/bin/sh", "-c", fix])).toMatchObject({ exitCode: 0 });
    const get = [KUBECTL ?? "", "--kubeconfig", file, "--context", working, "get", "namespaces"];
    expect(await alice.other(get)).toMatchObject({ exitCode: 0 });
    expect(await readFile(file, "utf8")).toContain("https://eks.example.com");
    expect(await readFile(alice.kubeconfig, "utf8")).toBe(untouched);
  });

  test("a program that is not on the PATH is written with its path, by its path", async () => {
    const variables = { PATH: "/nonexistent" };
    const get = [KUBECTL ?? "", "get", "namespaces"];
    expect(await alice.other(get, variables)).toMatchObject({ exitCode: 1 });
    const report = await alice.other([BINARY, "doctor", "--output", "json"], variables);
    const first = failuresIn(report).find(({ check }) => check === "path");
    const [command = "false"] = /\/\S+ get-kubeconfig .*$/.exec(first?.fix ?? "") ?? [];
    expect(await alice.other(["/bin/sh", "-c", command], variables)).toMatchObject({ exitCode: 0 });
    expect(await alice.other(get, variables)).toMatchObject({ exitCode: 0 });
  });

  test("a file that is not there is reported once, and can be written", async () => {
    const failures = failuresIn(await doctor({}, "--kubeconfig", `${alice.home}/new.yaml`));
    const [first, ...others] = failures.filter(({ check }) => check === "kubeconfig");
    expect(others).toEqual([]);
    expect(await alice.other(["/bin/sh", "-c", commandIn(first?.fix) ?? "false"])).toMatchObject({ exitCode: 0 });
    const get = [KUBECTL ?? "", "--kubeconfig", `${alice.home}/new.yaml`, "--context", `ack-${alice.production}`];
    expect(await alice.other([...get, "get", "namespaces"])).toMatchObject({ exitCode: 0 });
  });
});
