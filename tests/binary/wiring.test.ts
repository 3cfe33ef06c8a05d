import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { aliceInEachTest } from "../support/alice-in-each-test.ts";
import { KUBECTL } from "../support/kubectl.ts";

const alice = aliceInEachTest();

// Clients take seconds on a busy machine.
setDefaultTimeout(60_000);

// The client runs in Node: in Bun its fetch does not see the CA of the kubeconfig.
const node = Bun.which("node");

describe("after one command this works for a new user:", () => {
  test.skipIf(node === null).each([[[]], [["--api-version", "v1"]], [["--absolute-command", "--explicit"]]])(
    "the official JavaScript client, after get-kubeconfig --write %j",
    async (more) => {
      const written = await alice.program("get-kubeconfig", "--cluster-id", alice.production, "--write", ...more);
      expect(written).toMatchObject({ exitCode: 0, stderr: "" });
      const client = `${import.meta.dir}/clients/client-node.mjs`;
      const listed = await alice.other([node ?? "", client, alice.kubeconfig]);
      expect(listed).toEqual({ exitCode: 0, stdout: "default kube-system payments\n", stderr: "" });
      expect(alice.cloud.requests.of("api-server").at(-1)?.peer?.commonName).toEndWith("-alice");
    },
  );

  test.skipIf(KUBECTL === null)(
    "kubectl config still understands the file, and its own changes survive ours",
    async () => {
      await alice.program("get-kubeconfig", "-c", alice.production, "--write", "--context-name", "prod");
      const renamed = await alice.other([KUBECTL ?? "", "config", "set-context", "prod", "--namespace=payments"]);
      expect(renamed.exitCode).toBe(0);
      await alice.program(
        "get-kubeconfig",
        "-c",
        alice.production,
        "--write",
        "--context-name",
        "prod",
        "--mode",
        "token",
      );
      const viewed = await alice.other([KUBECTL ?? "", "config", "view", "--output", "json"]);
      expect(JSON.parse(viewed.stdout)).toMatchObject({
        contexts: [{ name: "prod", context: { namespace: "payments", user: "prod" } }],
        users: [{ user: { exec: { args: expect.arrayContaining(["get-token"]) } } }],
      });
    },
  );
});

test("many writers at once lose nothing of each other's, and leave no lock", async () => {
  const names = Array.from({ length: 8 }, (_, number) => `context-${number}`);
  const writers = names.map((name) =>
    alice.program("get-kubeconfig", "-c", alice.production, "--write", "--context-name", name),
  );
  for (const { exitCode, stderr } of await Promise.all(writers))
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const text = await Bun.file(alice.kubeconfig).text();
  for (const name of names) expect(text).toContain(`\n    user: ${name}\n`);
  expect(await Bun.file(`${alice.home}/.kube/config.lock`).exists()).toBe(false);
});

describe("when the plugin fails, kubectl's user reads", () => {
  test.skipIf(KUBECTL === null)("what failed, what to do and where to look, from the plugin itself", async () => {
    await alice.program("get-kubeconfig", "-c", alice.production, "--write");
    const wrong = { ALIBABA_CLOUD_ACCESS_KEY_SECRET: "wrong" };
    const { exitCode, stdout, stderr } = await alice.other([KUBECTL ?? "", "get", "namespaces"], wrong);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(
      "error: the ACK API refused access key LTAI…0000 (environment variables): SignatureDoesNotMatch",
    );
    expect(stderr).toContain("\nhint: the access key secret does not match the access key id");
    expect(stderr).toContain(
      "\nkubectl got no credentials from ack-ram-tool; to find out why, run ack-ram-tool doctor with the --context and --kubeconfig that you gave kubectl\n",
    );
    expect(stderr).toContain("executable ack-ram-tool failed with exit code 1");
  });

  test("nothing of that when it is run by hand", async () => {
    const { stderr } = await alice.program("credential-plugin", "get-credential", "-c", "../x");
    expect(stderr).not.toContain("kubectl got no credentials");
  });
});

describe("the compiled program", () => {
  test("prints a token that STS takes", async () => {
    const { exitCode, stdout, stderr } = await alice.program("credential-plugin", "get-token", "-c", alice.production);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const [, token = ""] = /"token": "([^"]+)"/.exec(stdout) ?? [];
    expect(alice.cloud.verifyToken(token).identity.name).toBe("alice");
  });
});
