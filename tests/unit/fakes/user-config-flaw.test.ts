import { expect, test } from "bun:test";
import { X509Certificate, createPrivateKey } from "node:crypto";
import * as v from "valibot";
import { parse } from "yaml";
import type { UserConfigFlaw } from "../../fakes/server/fault.ts";
import { cloudInEachTest } from "../../support/cloud-in-each-test.ts";
import { callCs, userConfigPath } from "./signed-call.ts";

const cloud = cloudInEachTest();

function fetchUserConfig(): Promise<Response> {
  return callCs(cloud, cloud.identities.alice, userConfigPath(cloud.clusters.production.id));
}

const answerSchema = v.object({
  config: v.optional(v.string()),
  expiration: v.optional(v.string()),
});
const kubeconfigSchema = v.object({
  clusters: v.array(v.unknown()),
  contexts: v.array(v.object({ name: v.string(), context: v.object({ user: v.string() }) })),
  "current-context": v.string(),
  users: v.array(
    v.object({
      name: v.string(),
      user: v.object({
        "client-certificate-data": v.optional(v.string()),
        "client-key-data": v.optional(v.string()),
      }),
    }),
  ),
});
const decode = (data = "") => Buffer.from(data, "base64").toString();

async function flawed(flaw: UserConfigFlaw) {
  cloud.faults.next("cs", { userConfig: flaw });
  return v.parse(answerSchema, await (await fetchUserConfig()).json());
}

async function flawedKubeconfig(flaw: UserConfigFlaw) {
  const { config } = await flawed(flaw);
  return v.parse(kubeconfigSchema, parse(config ?? ""));
}

// The flaws that the plugin must live with. Those that it must refuse show in tests/integration/bad-api-answers.test.ts.

test("no-clusters leaves none", async () => {
  expect((await flawedKubeconfig("no-clusters")).clusters).toBeEmpty();
});

test.each<[UserConfigFlaw, object]>([
  ["missing-expiration", { config: expect.any(String) }],
  ["blank-expiration", { config: expect.any(String), expiration: "" }],
])("%s changes that field only", async (flaw, expected) => {
  expect(await flawed(flaw)).toEqual(expected);
});

test("ec-key is a sound key of another kind", async () => {
  const [user] = (await flawedKubeconfig("ec-key")).users;
  const key = createPrivateKey(decode(user?.user["client-key-data"]));
  expect(key.asymmetricKeyType).toBe("ec");
  expect(new X509Certificate(decode(user?.user["client-certificate-data"])).checkPrivateKey(key)).toBe(true);
});

test("unquoted-numbers writes the users' names as numbers that a double cannot tell apart", async () => {
  const { config: text } = await flawed("unquoted-numbers");
  expect(text).toContain("\ncurrent-context: 272000000000000000002\n");
  expect(text).toContain("  - name: 272000000000000000001\n");
  expect(Number("272000000000000000002")).toBe(Number("272000000000000000001"));
});

test("current-context-second puts a decoy in front of the real user", async () => {
  const kubeconfig = await flawedKubeconfig("current-context-second");
  const current = kubeconfig.contexts.find(({ name }) => name === kubeconfig["current-context"]);
  expect(kubeconfig.users.map(({ name }) => name)).toEqual(["decoy", current?.context.user ?? "?"]);
});

test("unknown-current-context names no context", async () => {
  const kubeconfig = await flawedKubeconfig("unknown-current-context");
  expect(kubeconfig.contexts.map(({ name }) => name)).not.toContain(kubeconfig["current-context"]);
});
