import { afterEach, beforeEach, expect, test } from "bun:test";
import { X509Certificate, createPrivateKey } from "node:crypto";
import * as v from "valibot";
import { parse } from "yaml";
import { type FakeCloud, startFakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";
import type { UserConfigFlaw } from "../../fakes/server/fault.ts";
import { callCs, userConfigPath } from "./signed-call.ts";

let cloud: FakeCloud;
beforeEach(async () => {
  cloud = await startFakeCloud();
});
afterEach(() => cloud.stop());

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

async function flawedPair(flaw: UserConfigFlaw) {
  const { users } = await flawedKubeconfig(flaw);
  const certificate = decode(users[0]?.user["client-certificate-data"]);
  const key = decode(users[0]?.user["client-key-data"]);
  return { certificate: new X509Certificate(certificate), key: createPrivateKey(key) };
}

test("a flaw can be that there is nothing of a kind", async () => {
  expect((await flawedKubeconfig("no-users")).users).toBeEmpty();
  expect((await flawedKubeconfig("no-clusters")).clusters).toBeEmpty();
  const keyless = (await flawedKubeconfig("no-key")).users[0]?.user;
  expect(Object.keys(keyless ?? {})).toEqual(["client-certificate-data"]);
  const bare = (await flawedKubeconfig("no-certificate")).users[0]?.user;
  expect(Object.keys(bare ?? {})).toEqual(["client-key-data"]);
});

test.each<[UserConfigFlaw, object]>([
  ["missing-config", { expiration: expect.any(String) }],
  ["blank-config", { config: "", expiration: expect.any(String) }],
  ["missing-expiration", { config: expect.any(String) }],
  ["blank-expiration", { config: expect.any(String), expiration: "" }],
  ["odd-expiration", { config: expect.any(String), expiration: "in a while" }],
])("%s changes that field only", async (flaw, expected) => {
  expect(await flawed(flaw)).toEqual(expected);
});

test("past-expiration lies in the past", async () => {
  expect(Date.parse((await flawed("past-expiration")).expiration ?? "")).toBeLessThan(Date.now());
});

test("mismatching-key comes with a sound certificate", async () => {
  const { certificate, key } = await flawedPair("mismatching-key");
  expect(certificate.checkPrivateKey(key)).toBe(false);
});

test("expired-certificate ended, not-yet-valid-certificate has not begun", async () => {
  const { certificate: old } = await flawedPair("expired-certificate");
  expect(Date.parse(old.validTo)).toBeLessThan(Date.now());
  const { certificate: young } = await flawedPair("not-yet-valid-certificate");
  expect(Date.parse(young.validFrom)).toBeGreaterThan(Date.now());
});

test("unknown-authority is not the cluster's", async () => {
  const { certificate } = await flawedPair("unknown-authority");
  const authority = new X509Certificate(cloud.apiServer.certificateAuthorityPem);
  expect(certificate.verify(authority.publicKey)).toBe(false);
});

test("ec-key is in order, only of another kind", async () => {
  const { certificate, key } = await flawedPair("ec-key");
  expect(key.asymmetricKeyType).toBe("ec");
  expect(certificate.checkPrivateKey(key)).toBe(true);
});

test("broken-pem and broken-base64 do not decode to a certificate", async () => {
  for (const flaw of ["broken-pem", "broken-base64"] as const) {
    const { users } = await flawedKubeconfig(flaw);
    const pem = decode(users[0]?.user["client-certificate-data"]);
    expect(() => new X509Certificate(pem)).toThrow();
  }
});

test("broken-yaml does not parse", async () => {
  const { config = "" } = await flawed("broken-yaml");
  expect(() => v.parse(v.unknown(), parse(config))).toThrow();
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
