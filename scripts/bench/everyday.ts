import { globSync, rmSync, writeFileSync } from "node:fs";
import { NO_CALLERS } from "../../src/cache/detect-rejected-certificate.ts";
import { getCredential, variablesOf } from "../../tests/support/command-lines.ts";
import { keyFields, writeProfile, writeSection } from "../../tests/support/credential-files.ts";
import type { Scene } from "../../tests/support/scene.ts";
import type { Contender } from "./contender.ts";

/** The everyday calls: a cached certificate, with credentials in each kind of place; a new one; small commands. */
export async function everyday(tool: string, empty: string, scene: Scene): Promise<readonly Contender[]> {
  const { cloud, env, home } = scene;
  const { alice } = cloud.identities;
  await writeProfile(scene, { mode: "AK", ...keyFields(alice) });
  const ini = await writeSection(scene, { type: "access_key", ...keyFields(alice) }, "credentials.ini");
  const inVariables = { ...env, ...variablesOf(alice) };
  const warm = getCredential(cloud);
  const coldCache = `${home}/cold-cache`;
  const cold = getCredential(cloud, "--credential-cache-dir", coldCache);
  const emptyCache = (): void => rmSync(coldCache, { recursive: true, force: true });
  return [
    { name: "empty program", argv: [empty], env },
    { name: "cache hit, keys in variables", argv: [tool, ...warm], env: inVariables },
    { name: "cache hit, keys in config.json", argv: [tool, ...warm], env },
    { name: "cache hit, keys in an INI file", argv: [tool, ...warm, "--profile-file", ini], env },
    {
      name: "cache hit, as kubectl runs it",
      argv: [tool, ...warm],
      env: { ...inVariables, KUBERNETES_EXEC_INFO: execInfo() },
      prepare: () => forgetCallers(home),
    },
    { name: "version", argv: [tool, "version"], env },
    { name: "usage error", argv: [tool, ...warm, "--no-such-flag"], env, exitCode: 2 },
    { name: "cold call", argv: [tool, ...cold], env: inVariables, apiCalls: 1, prepare: emptyCache },
    {
      name: "cold call, AssumeRole",
      argv: [tool, ...cold, "--role-arn", cloud.roles.ci.arn],
      env: { ...env, ...variablesOf(alice) },
      apiCalls: 2,
      prepare: emptyCache,
    },
  ];
}

/** `KUBERNETES_EXEC_INFO` of kubectl 1.3x. */
function execInfo(): string {
  return JSON.stringify({
    kind: "ExecCredential",
    apiVersion: "client.authentication.k8s.io/v1beta1",
    spec: { interactive: false },
  });
}

/** Empties the record of callers, as for a new kubectl: a second call by one process means a refused certificate. */
function forgetCallers(home: string): void {
  for (const file of globSync(`${home}/.kube/cache/**/*.callers`)) writeFileSync(file, NO_CALLERS);
}
