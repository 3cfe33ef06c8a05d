import { describe, expect, test } from "bun:test";
import * as v from "valibot";
import { aliceInEachTest } from "../support/alice-in-each-test.ts";
import { AS_KUBECTL } from "../support/exec-credential.ts";

const alice = aliceInEachTest();

const document = v.strictObject({
  kind: v.literal("ExecCredential"),
  apiVersion: v.string(),
  spec: v.strictObject({ interactive: v.literal(false) }),
  status: v.strictObject({ expirationTimestamp: v.string(), token: v.string() }),
});
type Document = v.InferOutput<typeof document>;

const command = (): string[] => ["credential-plugin", "get-token", "--cluster-id", alice.cloud.clusters.production.id];

async function printed(more: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Document> {
  const { exitCode, stdout, stderr } = await alice.tool([...command(), ...more], env);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return v.parse(document, JSON.parse(stdout));
}

function queryOf(token: string): unknown {
  const json: unknown = JSON.parse(Buffer.from(token.slice(11), "base64").toString("utf8"));
  return v.parse(v.object({ query: v.unknown() }), json).query;
}

describe("get-token", () => {
  test("prints a token that STS accepts as the caller's, without any request", async () => {
    const { status, apiVersion } = await printed();
    expect(apiVersion).toBe("client.authentication.k8s.io/v1beta1");
    expect(alice.cloud.verifyToken(status.token)).toEqual({
      identity: alice.cloud.identities.alice.owner,
      clusterId: alice.cloud.clusters.production.id,
    });
    expect(alice.cloud.requests.count()).toBe(0);
  });

  test("speaks as the role that --role-arn names", async () => {
    const { status } = await printed(["--role-arn", alice.cloud.roles.ci.arn]);
    expect(alice.cloud.verifyToken(status.token).identity).toMatchObject({ kind: "role", name: "ci" });
  });

  test("signs the variables with the extra prefix", async () => {
    const { status } = await printed([], {
      ACK_RAM_TOOL_TOKEN_EXTRA_KEY_PREFIX: "EXTRA_",
      EXTRA_Reason: "on call *~",
      EXTRA_EMPTY: "",
      EXTRA_: "no name",
    });
    expect(queryOf(status.token)).toEqual({ ACKClusterId: alice.cloud.clusters.production.id, reason: "on call *~" });
    expect(alice.cloud.verifyToken(status.token).identity.name).toBe("alice");
  });

  test("answers in the version that kubectl asks for", async () => {
    expect((await printed([], AS_KUBECTL)).apiVersion).toBe("client.authentication.k8s.io/v1");
  });

  test("accepts the arguments that the Go tool wrote into kubeconfigs", async () => {
    const line = ["--api-version", "v1", "--sts-endpoint", "sts.aliyuncs.com", "--log-level", "error"];
    expect((await printed(line)).apiVersion).toBe("client.authentication.k8s.io/v1");
  });

  test("refuses without credentials, with nothing on stdout", async () => {
    const { exitCode, stdout, stderr } = await alice.tool(command(), { ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toStartWith("error: no Alibaba Cloud credentials found");
  });
});
