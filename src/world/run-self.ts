import type { SelfOutcome, SelfRequest } from "./world.ts";

/**
 * Runs this program again with the same arguments, and waits no longer than the time limit: a process that waits for a
 * FUSE file system cannot even be killed until that answers.
 */
export async function runSelf({ env, timeoutMs }: SelfRequest): Promise<SelfOutcome> {
  const child = Bun.spawn([process.execPath, ...process.argv.slice(2)], {
    env: { ...process.env, ...env },
    stdio: ["inherit", "pipe", "pipe", "pipe"],
  });
  const [, , , fd] = child.stdio;
  const outputs = [child.stdout, child.stderr].map(collect);
  const steps = typeof fd === "number" ? collect(Bun.file(fd).stream()) : undefined;
  const finished = Promise.all([child.exited, ...outputs.map(({ end }) => end)]);
  const hasEnded = await Promise.race([finished.then(() => true), Bun.sleep(timeoutMs).then(() => false)]);
  if (!hasEnded) child.kill("SIGKILL");
  const [stdout = "", stderr = ""] = outputs.map(({ text }) => text());
  return {
    exitCode: hasEnded ? (child.exitCode ?? 1) : undefined,
    stdout,
    stderr,
    lastStep: steps?.text().trimEnd().split("\n").at(-1) || undefined,
  };
}

function collect(stream: ReadableStream<Uint8Array>): { readonly end: Promise<void>; readonly text: () => string } {
  const chunks: Uint8Array[] = [];
  const read = async (): Promise<void> => {
    for await (const chunk of stream) chunks.push(chunk);
  };
  return { end: read().catch(() => undefined), text: () => Buffer.concat(chunks).toString("utf8") };
}
