import { expect, test } from "bun:test";
import { getCredential, variablesOf } from "../support/command-lines.ts";
import { identityIn, readExecCredential } from "../support/exec-credential.ts";
import { GO_KUBECONFIG_LINES } from "../support/go-kubeconfig-lines.ts";
import { type Scene, setScene } from "../support/scene.ts";
import { aliyunConfig } from "../support/search-context.ts";

const CACHE = "home/.kube/cache/ack-ram-tool/credential-plugin/";

test("a certificate is asked for once, and the second call prints the same bytes from the disk", async () => {
  await using scene = await setScene();
  const { cloud } = scene;
  const ask = () => scene.run(getCredential(cloud), scene.alice);

  const cold = await ask();
  expect(cold).toMatchObject({ exitCode: 0, stderr: "" });
  expect(cloud.requests.count()).toBe(1);

  expect(await ask()).toEqual(cold);
  expect(cloud.requests.count()).toBe(1);
});

test("the document is the Go tool's: key order, an indent of one space, a line break at the end", async () => {
  await using scene = await setScene();
  const { cloud } = scene;
  const { stdout } = await scene.run(getCredential(cloud), scene.alice);
  const [issued] = cloud.certificates.issued;
  const { notAfter = 0, certificatePem = "", privateKeyPem = "" } = issued ?? {};
  const status = {
    expirationTimestamp: new Date(Math.floor(notAfter / 1000) * 1000 - 60_000).toISOString().replace(".000Z", "Z"),
    clientCertificateData: certificatePem,
    clientKeyData: privateKeyPem,
  };
  const apiVersion = "client.authentication.k8s.io/v1beta1";
  expect(stdout).toBe(
    `${JSON.stringify({ kind: "ExecCredential", apiVersion, spec: { interactive: false }, status }, null, 1)}\n`,
  );
});

test("only the cache directory is written to, except for a note that no file is on a remote file system", async () => {
  await using scene = await setScene();
  await scene.run(getCredential(scene.cloud), scene.alice);
  const elsewhere = scene.newFiles().filter((path) => !path.startsWith(CACHE));
  expect(elsewhere.filter((path) => !/^tmp\/ack-ram-tool-\d+\/local-[0-9a-f]+$/.test(path))).toEqual([]);
  expect(scene.newFiles().filter((path) => path.endsWith(".json"))).toHaveLength(1);
});

test("another identity, cluster, expiration or role never gets the cached certificate", async () => {
  await using scene = await setScene();
  const { cloud } = scene;
  const staging = ["credential-plugin", "get-credential", "-c", cloud.clusters.staging.id];
  const answers = [
    await scene.run(getCredential(cloud), scene.alice),
    await scene.run(getCredential(cloud), variablesOf(cloud.openSession(cloud.roles.ci))),
    await scene.run(getCredential(cloud, "--role-arn", cloud.roles.ci.arn), scene.alice),
    await scene.run(getCredential(cloud, "--expiration", "1h"), scene.alice),
    await scene.run(staging, scene.alice),
  ];
  expect(answers.map(({ stdout }) => identityIn(stdout))).toEqual(["alice", "role-ci", "role-ci", "alice", "alice"]);
  expect(new Set(answers.map(({ stdout }) => stdout)).size).toBe(answers.length);
});

test("--no-cache asks each time and keeps nothing; --force-refresh asks and keeps", async () => {
  await using scene = await setScene();
  const { cloud } = scene;
  const first = await scene.run(getCredential(cloud, "--no-cache"), scene.alice);
  expect(scene.newFiles()).toEqual([]);
  const second = await scene.run(getCredential(cloud), scene.alice);
  const forced = await scene.run(getCredential(cloud, "--force-refresh"), scene.alice);
  const warm = await scene.run(getCredential(cloud), scene.alice);
  expect(new Set([first, second, forced].map(({ stdout }) => stdout)).size).toBe(3);
  expect(warm.stdout).toBe(forced.stdout);
  expect(cloud.requests.count("cs")).toBe(3);
});

/** A line of a kubeconfig that leads to this scene's cloud instead of the real one. */
function forThisCloud({ cloud }: Scene, line: readonly string[]): string[] {
  const values: ReadonlyMap<string, string> = new Map([
    ["--cluster-id", cloud.clusters.production.id],
    ["--sts-endpoint", cloud.addresses.sts.host],
    ["--cs-endpoint", cloud.addresses.cs.host],
    ["--role-arn", cloud.roles.chained.arn],
  ]);
  return line.map((argument, index) => values.get(line[index - 1] ?? "") ?? argument);
}

test.each(GO_KUBECONFIG_LINES)("the kubeconfig line of the Go tool works: %s", async (_, line) => {
  await using scene = await setScene();
  const { cloud } = scene;
  const { alice } = cloud.identities;
  cloud.imds.role = cloud.roles.ci;
  const profile = { mode: "AK", access_key_id: alice.accessKeyId, access_key_secret: alice.accessKeySecret };
  await scene.write(
    ".aliyun/config.json",
    aliyunConfig([
      { name: "default", ...profile },
      { name: "prod", ...profile },
    ]),
  );
  const outcome = await scene.run(forThisCloud(scene, line));
  expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
  const printed = readExecCredential(outcome.stdout);
  expect(printed.commonName).toEndWith(line.includes("--role-arn") ? "-role-chained" : "-alice");
  expect(printed.apiVersion).toEndWith(`/${line[line.indexOf("--api-version") + 1]}`);
  // The literal ~ in --credential-cache-dir is the home directory.
  expect(scene.newFiles().some((path) => path.startsWith(CACHE) && path.endsWith(".json"))).toBe(true);
});
