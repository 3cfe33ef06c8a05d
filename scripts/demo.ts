import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFakeCloud } from "../tests/fakes/cloud/start-fake-cloud.ts";

// `bun run demo`: the binary against a fake cloud on loopback, cold and warm, then kubectl through it. No account needed.

const binary = join(import.meta.dir, `../dist/ack-ram-tool${process.platform === "win32" ? ".exe" : ""}`);
const home = await mkdtemp(join(tmpdir(), "ack-ram-tool-demo-"));
const cloud = await startFakeCloud();

try {
  await demonstrate();
} finally {
  await cloud.stop();
  await rm(home, { recursive: true });
}

async function demonstrate(): Promise<void> {
  const { alice } = cloud.identities;
  const clusterId = cloud.clusters.production.id;
  await Bun.write(`${home}/ca.pem`, cloud.certificateAuthorityPem);
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    NODE_EXTRA_CA_CERTS: `${home}/ca.pem`,
    ALIBABA_CLOUD_ACCESS_KEY_ID: alice.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: alice.accessKeySecret,
    ACK_RAM_TOOL_CS_ENDPOINT: `127.0.0.1:${cloud.addresses.cs.port}`,
  };
  console.log(`fake cloud on ${cloud.addresses.cs.url}, fake cluster ${clusterId} on ${cloud.apiServer.url}\n`);

  const args = ["credential-plugin", "get-credential", "--cluster-id", clusterId];
  console.log(`$ ack-ram-tool ${args.join(" ")}`);
  const cold = await run([binary, ...args], env);
  console.log(shortened(cold.stdout));
  for (const { method, path, status } of cloud.requests.of("cs")) {
    console.log(`\nthe one API request that it took: ${method} ${path} -> ${status}`);
  }
  console.log(`cold: ${cold.ms} ms (the fake cloud makes the certificate in that time)`);

  const warm = await run([binary, ...args], env);
  const same = warm.stdout === cold.stdout ? "the same bytes" : "OTHER BYTES";
  console.log(`warm: ${warm.ms} ms, ${same}, requests in all: ${cloud.requests.count("cs")}\n`);

  const kubectl = Bun.which("kubectl");
  if (kubectl === null) {
    console.log("kubectl is not on the PATH: the last step is left out");
    return;
  }
  await Bun.write(`${home}/kubeconfig`, kubeconfig(args));
  console.log("$ kubectl get ns        (through the plugin, with the certificate, by mutual TLS)");
  const listed = await run([kubectl, "get", "ns"], { ...env, KUBECONFIG: `${home}/kubeconfig` });
  console.log(listed.stdout.trimEnd());
  const peer = cloud.requests.of("api-server").at(-1)?.peer;
  console.log(`\nthe API server saw: ${peer?.commonName} (${peer?.organizations.join(", ")})`);
}

async function run(
  command: readonly string[],
  env: Record<string, string>,
): Promise<{ readonly stdout: string; readonly ms: number }> {
  const start = performance.now();
  const child = Bun.spawn([...command], { env, stdout: "pipe", stderr: "inherit" });
  const stdout = await new Response(child.stdout).text();
  const exitCode = await child.exited;
  if (exitCode !== 0) throw new Error(`${command[0]} ended with exit code ${exitCode}`);
  return { stdout, ms: Math.round(performance.now() - start) };
}

/** The document with the certificate and the key cut to a line each. */
function shortened(document: string): string {
  return document.replace(/(-----BEGIN [A-Z ]+-----\\n.{24})[^"]*/g, "$1…").trimEnd();
}

function kubeconfig(args: readonly string[]): string {
  const { url, certificateAuthorityPem } = cloud.apiServer;
  const cluster = {
    server: url,
    "certificate-authority-data": Buffer.from(certificateAuthorityPem).toString("base64"),
  };
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1",
    command: binary,
    args,
    interactiveMode: "Never",
    provideClusterInfo: false,
  };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "demo", cluster }],
    users: [{ name: "demo", user: { exec } }],
    contexts: [{ name: "demo", context: { cluster: "demo", user: "demo" } }],
    "current-context": "demo",
  });
}
