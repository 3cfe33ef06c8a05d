import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { type FakeCloud, startFakeCloud } from "../fakes/cloud/start-fake-cloud.ts";
import { runProgram } from "../support/run-program.ts";
import { type WiredMachine, wiredMachine } from "../support/wired-machine.ts";

let cloud: FakeCloud;
let machine: WiredMachine;
let production: string;
beforeAll(async () => {
  cloud = await startFakeCloud();
  production = cloud.clusters.production.id;
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  machine = await wiredMachine(cloud);
  cloud.requests.clear();
});
afterEach(() => machine.remove());

const kubectl = Bun.which("kubectl");
// The client runs in Node: in Bun its fetch does not see the CA of the kubeconfig.
const node = Bun.which("node");

describe("one command makes a new user's client work", () => {
  test.skipIf(node === null).each([[[]], [["--api-version", "v1"]], [["--absolute-command", "--explicit"]]])(
    "the official JavaScript client, after get-kubeconfig --write %j",
    async (more) => {
      const written = await machine.tool("get-kubeconfig", "--cluster-id", production, "--write", ...more);
      expect(written).toMatchObject({ code: 0, stderr: "" });
      const client = `${import.meta.dir}/clients/client-node.mjs`;
      const listed = await machine.run(node ?? "", client, `${machine.home}/.kube/config`);
      expect(listed).toEqual({ code: 0, stdout: "default kube-system payments\n", stderr: "" });
      expect(cloud.requests.of("api-server").at(-1)?.peer?.commonName).toEndWith("-alice");
    },
  );

  test.skipIf(kubectl === null)("kubectl, twice with one certificate", async () => {
    await machine.tool("get-kubeconfig", "--cluster-id", production, "--write");
    for (const _ of ["cold", "warm"]) {
      const listed = await machine.run(kubectl ?? "", "get", "namespaces", "--output", "name");
      expect(listed).toEqual({
        code: 0,
        stdout: "namespace/default\nnamespace/kube-system\nnamespace/payments\n",
        stderr: "",
      });
    }
    // One for the kubeconfig, one for the certificate.
    expect(cloud.requests.count("cs", "DescribeClusterUserKubeconfig")).toBe(2);
  });

  test.skipIf(kubectl === null)(
    "kubectl config still understands the file, and its own changes survive ours",
    async () => {
      await machine.tool("get-kubeconfig", "-c", production, "--write", "--context-name", "prod");
      const renamed = await machine.run(kubectl ?? "", "config", "set-context", "prod", "--namespace=payments");
      expect(renamed.code).toBe(0);
      await machine.tool("get-kubeconfig", "-c", production, "--write", "--context-name", "prod", "--mode", "token");
      const viewed = await machine.run(kubectl ?? "", "config", "view", "--output", "json");
      expect(JSON.parse(viewed.stdout)).toMatchObject({
        contexts: [{ name: "prod", context: { namespace: "payments", user: "prod" } }],
        users: [{ user: { exec: { args: expect.arrayContaining(["get-token"]) } } }],
      });
    },
  );
});

describe("when the plugin fails, kubectl's user reads", () => {
  test.skipIf(kubectl === null)("what failed, what to do and where to look, from the plugin itself", async () => {
    await machine.tool("get-kubeconfig", "-c", production, "--write");
    const keyless = { ...machine.env, ALIBABA_CLOUD_ACCESS_KEY_SECRET: "wrong" };
    const { code, stdout, stderr } = await runProgram([kubectl ?? "", "get", "namespaces"], keyless);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("error: the ACK API refused: SignatureDoesNotMatch");
    expect(stderr).toContain("\nhint: the access key secret does not fit the access key id");
    expect(stderr).toContain(
      "\nkubectl got no credentials from ack-ram-tool; to look at everything on the way, run: ack-ram-tool doctor\n",
    );
    expect(stderr).toContain("executable ack-ram-tool failed with exit code 1");
  });

  test("nothing of that when it is run by hand", async () => {
    const { stderr } = await machine.tool("credential-plugin", "get-credential", "-c", "../x");
    expect(stderr).not.toContain("kubectl got no credentials");
  });
});

describe("the compiled program", () => {
  test("prints a token that STS takes", async () => {
    const { code, stdout, stderr } = await machine.tool("credential-plugin", "get-token", "-c", production);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [, token = ""] = /"token": "([^"]+)"/.exec(stdout) ?? [];
    expect(cloud.verifyToken(token).identity.name).toBe("alice");
  });

  test("finds nothing wrong with a machine that is wired", async () => {
    await machine.tool("get-kubeconfig", "-c", production, "--write");
    const { code, stdout, stderr } = await machine.tool("doctor");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).not.toContain("✗");
    expect(stdout).toContain("knows a new certificate as");
    expect(stdout).not.toContain("\u001B[");
  });

  test("guesses what a mistyped command meant", async () => {
    expect(await machine.tool("docter")).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^error: unknown command "docter"\nhint: did you mean doctor\? /),
    });
  });
});
