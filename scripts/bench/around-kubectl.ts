import { dirname } from "node:path";
import { getCredential, variablesOf } from "../../tests/support/command-lines.ts";
import { KUBECTL, writeKubeconfig } from "../../tests/support/kubectl.ts";
import type { Scene } from "../../tests/support/scene.ts";
import type { Contender } from "./contender.ts";

const REQUEST = ["get", "--raw", "/api/v1/namespaces"];

/** One request by the real kubectl, with the plugin and without; nothing if kubectl is not installed. */
export async function aroundKubectl(tool: string, scene: Scene): Promise<readonly Contender[]> {
  if (KUBECTL === null) return [];
  const { cloud, env, home } = scene;
  const { alice } = cloud.identities;
  const withPlugin = await writeKubeconfig(scene, "v1", getCredential(cloud));
  const { certificatePem, privateKeyPem } = await cloud.certificates.issue(alice.owner, cloud.clusters.production);
  const certificate = await scene.write("client.pem", certificatePem);
  const key = await scene.write("client.key", privateKeyPem);
  const authority = await scene.write("cluster-ca.pem", cloud.apiServer.certificateAuthorityPem);
  const withoutPlugin = ["--server", cloud.apiServer.url, "--certificate-authority", authority];
  const bare = { ...env, HOME: home };
  return [
    {
      name: "kubectl with a client certificate, no plugin",
      argv: [KUBECTL, ...withoutPlugin, "--client-certificate", certificate, "--client-key", key, ...REQUEST],
      env: bare,
    },
    {
      name: "kubectl with the plugin, cache hit",
      argv: [KUBECTL, "--kubeconfig", withPlugin, ...REQUEST],
      env: { ...bare, ...variablesOf(alice), PATH: `${dirname(tool)}:${env["PATH"] ?? ""}` },
    },
  ];
}
