import { describe, expect, test } from "bun:test";
import { parse } from "yaml";
import { getCredential, variablesOf } from "../../support/command-lines.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { type Scene, setScene } from "../../support/scene.ts";

/** A cloud whose kubeconfigs have names of 21 digits without quotes, beside a user whose name is the same number to a double. */
async function setUnquotedScene(): Promise<Scene> {
  const scene = await setScene();
  scene.cloud.faults.always("cs:DescribeClusterUserKubeconfig", { userConfig: "unquoted-numbers" });
  return scene;
}

describe("a kubeconfig of the API whose names are numbers without quotes", () => {
  test("gives the certificate of its current user", async () => {
    await using scene = await setUnquotedScene();
    const { cloud } = scene;
    const outcome = await scene.run(getCredential(cloud), variablesOf(cloud.identities.alice));
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
    expect(identityIn(outcome.stdout)).toBe("alice");
  });

  test("is written anew with the same names as texts", async () => {
    await using scene = await setUnquotedScene();
    const { cloud } = scene;
    const argv = ["get-kubeconfig", "--cluster-id", cloud.clusters.production.id];
    const { exitCode, stdout } = await scene.run(argv, variablesOf(cloud.identities.alice));
    expect(exitCode).toBe(0);
    const name = "272000000000000000002";
    expect(parse(stdout)).toMatchObject({
      "current-context": name,
      contexts: [{ name, context: { user: name } }],
      users: [{ name }],
    });
  });

  test("does not worry the doctor, and neither does the user's own", async () => {
    await using scene = await setUnquotedScene();
    const { cloud } = scene;
    await scene.write(
      ".kube/config",
      `
current-context: 17
clusters:
- {name: 0x10, cluster: {server: "${cloud.apiServer.url}", certificate-authority-data: ${btoa(cloud.apiServer.certificateAuthorityPem)}}}
contexts:
- {name: 17, context: {cluster: 0x10, user: 1e3}}
users:
- name: 1e3
  user: {exec: {command: ack-ram-tool, apiVersion: client.authentication.k8s.io/v1, args: [credential-plugin, get-credential, -c, ${cloud.clusters.production.id}], interactiveMode: Never}}
`,
    );
    const { stdout } = await scene.runOther(["ack-ram-tool", "doctor"], variablesOf(cloud.identities.alice));
    expect(stdout).not.toContain("✗");
    expect(stdout).toContain('"17"');
  });
});
