import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFakeCloud } from "../tests/fakes/cloud/start-fake-cloud.ts";
import { runProgram } from "../tests/support/run-program.ts";
import { type WiredMachine, wiredMachine } from "../tests/support/wired-machine.ts";
import { INTEROP_CLIENTS, type InteropClient } from "./interop-clients.ts";

// `bun run interop [NAME…]`: real Kubernetes clients against the fake cluster, each through the compiled plugin. Clients
// that are not here are installed into a temporary folder; names, or parts of them, choose some of the clients.

/** `ok`, `skipped: …` or `FAILED: …`. */
type Verdict = string;

async function tryClient(client: InteropClient, machine: WiredMachine, folder: string): Promise<Verdict> {
  const missing = client.needs.filter((program) => Bun.which(program) === null);
  if (missing.length > 0) return `skipped: no ${missing.join(", no ")} here`;
  await mkdir(folder, { recursive: true });
  for (const command of client.install) {
    const child = Bun.spawn([...command], { cwd: folder, stdin: "ignore", stdout: "ignore", stderr: "pipe" });
    const [stderr, code] = await Promise.all([child.stderr.text(), child.exited]);
    if (code !== 0) return `skipped: ${command.join(" ")} failed: ${lastLine(stderr)}`;
  }
  const kubeconfig = `${machine.home}/.kube/config`;
  const [program = "", ...rest] = client.command.map((word) =>
    word.replace("{folder}", folder).replace("{kubeconfig}", kubeconfig),
  );
  const { code, stdout, stderr } = await runProgram([Bun.which(program) ?? program, ...rest], {
    ...machine.env,
    KUBECONFIG: kubeconfig,
  });
  return code === 0 && stdout.includes(client.expected) ? "ok" : `FAILED: exit code ${code}: ${stdout}${stderr}`;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

const wanted = process.argv.slice(2);
const clients = INTEROP_CLIENTS.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
const cloud = await startFakeCloud();
const machine = await wiredMachine(cloud);
const folder = await mkdtemp(join(tmpdir(), "interop-"));
try {
  const written = await machine.tool("get-kubeconfig", "-c", cloud.clusters.production.id, "--write");
  if (written.code !== 0) throw new Error(written.stderr);
  for (const [index, client] of clients.entries()) {
    const verdict = await tryClient(client, machine, `${folder}/${index}`);
    console.log(`${client.name}: ${verdict}`);
    if (verdict.startsWith("FAILED")) process.exitCode = 1;
  }
} finally {
  await cloud.stop();
  await machine.remove();
  await rm(folder, { recursive: true, force: true });
}
