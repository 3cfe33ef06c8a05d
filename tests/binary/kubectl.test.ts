import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { addFortyClusters, openAccounts } from "../support/accounts.ts";
import { variablesOf } from "../support/command-lines.ts";
import { KUBECTL, writeKubeconfig } from "../support/kubectl.ts";
import { type Scene, setScene, type Variables } from "../support/scene.ts";

// kubectl takes a second on a busy machine.
setDefaultTimeout(60_000);

/** The line that the Go tool writes, with the endpoint of this scene's STS. */
function goLine({ cloud }: Scene, apiVersion: string): string[] {
  const plugin = ["credential-plugin", "get-credential", "--cluster-id", cloud.clusters.production.id];
  const flags = ["--api-version", apiVersion, "--expiration", "3h0m0s"];
  const cache = ["--credential-cache-dir", "~/.kube/cache/ack-ram-tool/credential-plugin"];
  return [...plugin, ...flags, ...cache, "--sts-endpoint", cloud.addresses.sts.host, "--log-level", "error"];
}

async function kubectl(scene: Scene, kubeconfig: string, argv: readonly string[], variables: Variables) {
  return await scene.runOther([KUBECTL ?? "", "--kubeconfig", kubeconfig, ...argv], variables);
}

describe.skipIf(KUBECTL === null)("the real kubectl (skipped where it is not installed)", () => {
  test.each(["v1", "v1beta1"])(
    "runs the plugin by %s, cold and warm, and the cluster knows who it is",
    async (version) => {
      await using scene = await setScene();
      const kubeconfig = await writeKubeconfig(scene, version, goLine(scene, version));

      const cold = await kubectl(scene, kubeconfig, ["get", "ns"], scene.alice);
      expect(cold).toMatchObject({ exitCode: 0, stderr: "" });
      expect(cold.stdout).toContain("payments");

      const warm = await kubectl(scene, kubeconfig, ["auth", "whoami"], scene.alice);
      expect(warm).toMatchObject({ exitCode: 0, stderr: "" });
      expect(warm.stdout).toContain("kubernetes-1000000000000001-alice");
      expect(scene.cloud.requests.count("cs")).toBe(1);
    },
  );

  test("gets the version that it asks for, whatever the arguments say", async () => {
    await using scene = await setScene();
    const kubeconfig = await writeKubeconfig(scene, "v1", goLine(scene, "v1beta1"));
    const { exitCode, stdout } = await kubectl(scene, kubeconfig, ["get", "ns"], scene.alice);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("payments");
  });

  test("gets another certificate once the credentials are somebody else's", async () => {
    await using scene = await setScene();
    const kubeconfig = await writeKubeconfig(scene, "v1beta1", goLine(scene, "v1beta1"));
    const { cloud } = scene;
    const whoami = (variables: Variables) => kubectl(scene, kubeconfig, ["auth", "whoami"], variables);
    expect((await whoami(scene.alice)).stdout).toContain("-alice");
    expect((await whoami(variablesOf(cloud.openSession(cloud.roles.ci)))).stdout).toContain("-role-ci");
  });

  test("with one user for all clusters gets each cluster's own certificate", async () => {
    await using scene = await setScene();
    const { cloud, home } = scene;
    const written = await scene.run(
      ["get-kubeconfig", "--all", "--shared-user", "--write", "--context-name", "{name}"],
      scene.alice,
    );
    expect(written).toMatchObject({ exitCode: 0, stderr: "" });
    const kubeconfig = `${home}/.kube/config`;
    for (const context of ["production", "staging", "production"]) {
      const asked = await kubectl(scene, kubeconfig, ["--context", context, "get", "ns"], scene.alice);
      expect(asked).toMatchObject({ exitCode: 0, stderr: "" });
    }
    const ids = [cloud.clusters.production.id, cloud.clusters.staging.id];
    const issued = cloud.requests.of("cs").filter(({ query }) => query.get("TemporaryDurationMinutes") === "180");
    expect(issued.map(({ path }) => path)).toEqual(ids.map((id) => `/k8s/${id}/user_config`));
  });

  test("gives the plugin the variables that get-kubeconfig --env has written", async () => {
    await using scene = await setScene();
    await scene.write(".aliyun/config.json", openAccounts(scene.cloud));
    addFortyClusters(scene.cloud);
    const [first = ""] = scene.cloud.state.clusters.keys();
    const profile = ["--env", "ALIBABA_CLOUD_PROFILE=acct-a", "--write"];
    const written = await scene.run(["get-kubeconfig", "-c", first, ...profile], {
      ALIBABA_CLOUD_PROFILE: undefined,
    });
    expect(written).toMatchObject({ exitCode: 0, stderr: "" });
    const elsewhere = { ALIBABA_CLOUD_PROFILE: "acct-b" };
    const who = await kubectl(scene, `${scene.home}/.kube/config`, ["auth", "whoami"], elsewhere);
    expect(who).toMatchObject({ exitCode: 0, stderr: "" });
    expect(who.stdout).toContain("acct-a");
  });
});
