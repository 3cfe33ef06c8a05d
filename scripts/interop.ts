import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Alice, meetAlice } from "../tests/support/alice.ts";
import { INTEROP_CLIENTS, type InteropClient } from "./interop-clients.ts";

// `bun run interop [NAME…]`: real Kubernetes clients against the fake cluster, each through the compiled plugin.
// Missing clients are installed into a temporary folder; names, or parts of them, select clients.

/** `ok`, `skipped: …` or `FAILED: …`. */
type Verdict = string;

async function tryClient(client: InteropClient, alice: Alice, folder: string): Promise<Verdict> {
  const missing = client.needs.filter((program) => Bun.which(program) === null);
  if (missing.length > 0) return `skipped: no ${missing.join(", no ")} here`;
  await mkdir(folder, { recursive: true });
  for (const command of client.install) {
    const child = Bun.spawn([...command], { cwd: folder, stdin: "ignore", stdout: "ignore", stderr: "pipe" });
    const [stderr, code] = await Promise.all([child.stderr.text(), child.exited]);
    if (code !== 0) return `skipped: ${command.join(" ")} failed: ${lastLine(stderr)}`;
  }
  const own = await runClient(client, alice, folder, `${alice.home}/.kube/config`);
  if (own !== "ok" || !client.passesCluster) return own;
  const shared = await runClient(client, alice, folder, `${alice.home}/.kube/shared`);
  return shared === "ok" ? "ok, with a shared user too" : `with a shared user ${shared}`;
}

async function runClient(client: InteropClient, alice: Alice, folder: string, kubeconfig: string): Promise<Verdict> {
  const [program = "", ...rest] = client.command.map((word) =>
    word.replace("{folder}", folder).replace("{kubeconfig}", kubeconfig),
  );
  const { exitCode, stdout, stderr } = await alice.other([Bun.which(program) ?? program, ...rest], {
    KUBECONFIG: kubeconfig,
  });
  const isGood = exitCode === 0 && stdout.includes(client.expected);
  return isGood ? "ok" : `FAILED: exit code ${exitCode}: ${stdout}${stderr}`;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

const wanted = process.argv.slice(2);
const clients = INTEROP_CLIENTS.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
const alice = await meetAlice();
const folder = await mkdtemp(join(tmpdir(), "interop-"));
try {
  const written = await alice.program("get-kubeconfig", "-c", alice.cloud.clusters.production.id, "--write");
  if (written.exitCode !== 0) throw new Error(written.stderr);
  const shared = ["--shared-user", "--kubeconfig", `${alice.home}/.kube/shared`, "--write"];
  const writtenShared = await alice.program("get-kubeconfig", "-c", alice.cloud.clusters.production.id, ...shared);
  if (writtenShared.exitCode !== 0) throw new Error(writtenShared.stderr);
  for (const [index, client] of clients.entries()) {
    const verdict = await tryClient(client, alice, `${folder}/${index}`);
    console.log(`${client.name}: ${verdict}`);
    if (verdict.includes("FAILED")) process.exitCode = 1;
  }
} finally {
  await alice.leave();
  await rm(folder, { recursive: true, force: true });
}
