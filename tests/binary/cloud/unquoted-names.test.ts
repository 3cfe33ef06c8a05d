import { describe, expect, test } from "bun:test";
import { parse } from "yaml";
import { getCredential } from "../../support/command-lines.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { type Scene, setScene } from "../../support/scene.ts";

/** A cloud whose kubeconfigs have names of 21 digits without quotes, beside a user whose name is the same number to a double. */
async function setUnquotedScene(): Promise<Scene> {
  const scene = await setScene();
  scene.cloud.faults.always("cs:DescribeClusterUserKubeconfig", { userConfig: "unquoted-numbers" });
  return scene;
}

describe("a kubeconfig of the API whose names are numbers without quotes", () => {
  test("yields the certificate of its current user", async () => {
    await using scene = await setUnquotedScene();
    const { cloud } = scene;
    const outcome = await scene.run(getCredential(cloud), scene.alice);
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
    expect(identityIn(outcome.stdout)).toBe("alice");
  });

  test("is rewritten with the same names as strings", async () => {
    await using scene = await setUnquotedScene();
    const { cloud } = scene;
    const argv = ["get-kubeconfig", "--cluster-id", cloud.clusters.production.id];
    const { exitCode, stdout } = await scene.run(argv, scene.alice);
    expect(exitCode).toBe(0);
    const name = "272000000000000000002";
    expect(parse(stdout)).toMatchObject({
      "current-context": name,
      contexts: [{ name, context: { user: name } }],
      users: [{ name }],
    });
  });

  test("is accepted by the doctor, but not in the user's own file, where kubectl refuses it", async () => {
    await using scene = await setUnquotedScene();
    const { cloud } = scene;
    const doctor = async (name: string) => {
      const exec = `{command: ack-ram-tool, apiVersion: client.authentication.k8s.io/v1, args: [credential-plugin, get-credential, -c, ${cloud.clusters.production.id}], interactiveMode: Never}`;
      const cluster = `{server: "${cloud.apiServer.url}", certificate-authority-data: ${btoa(cloud.apiServer.certificateAuthorityPem)}}`;
      const text = `
current-context: ${name}
clusters: [{name: c, cluster: ${cluster}}]
contexts: [{name: ${name}, context: {cluster: c, user: ${name}}}]
users: [{name: ${name}, user: {exec: ${exec}}}]
`;
      await scene.write(".kube/config", text);
      return (await scene.runOther(["ack-ram-tool", "doctor"], scene.alice)).stdout;
    };
    const quoted = await doctor('"17"');
    expect(quoted).not.toContain("✗");
    expect(quoted).toContain('context "17"');
    expect(await doctor("17")).toMatch(/✗ +kubeconfig .* must be a text: quote it/);
  });
});
