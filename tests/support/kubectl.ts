import { stringify } from "yaml";
import type { Scene } from "./scene.ts";

/** kubectl from the PATH, else where Debian's kubernetes-client puts it; null where there is none. */
export const KUBECTL: string | null = Bun.which("kubectl") ?? Bun.which("/usr/bin/kubectl");

/** Writes a kubeconfig as the Go tool does: a bare command and these arguments, never interactive. @returns its path */
export function writeKubeconfig(scene: Scene, apiVersion: string, args: readonly string[]): Promise<string> {
  const { apiServer } = scene.cloud;
  return scene.write(
    "kubeconfig",
    stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: "kubernetes",
          cluster: {
            server: apiServer.url,
            "certificate-authority-data": Buffer.from(apiServer.certificateAuthorityPem).toString("base64"),
          },
        },
      ],
      contexts: [{ name: "it", context: { cluster: "kubernetes", user: "me" } }],
      "current-context": "it",
      users: [
        {
          name: "me",
          user: {
            exec: {
              command: "ack-ram-tool",
              args,
              apiVersion: `client.authentication.k8s.io/${apiVersion}`,
              provideClusterInfo: false,
              interactiveMode: "Never",
            },
          },
        },
      ],
    }),
  );
}
