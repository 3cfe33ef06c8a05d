import { $ } from "bun";
import { TARGETS } from "../../scripts/release/targets.ts";

/** A releases page on this machine; what it serves may be changed. */
export interface ReleaseServer extends AsyncDisposable {
  readonly url: string;
  /** Content by path below the releases page. */
  readonly files: Map<string, Uint8Array | string>;
  /** Ends when a path may be answered. */
  beforeAnswer: (path: string) => Promise<void>;
}

/**
 * Serves a release for every system that install.sh knows.
 * @param program what ack-ram-tool does, as a line of shell
 */
export async function serveRelease(directory: string, version: string, program: string): Promise<ReleaseServer> {
  await Bun.write(`${directory}/ack-ram-tool`, `#!/bin/sh\n${program}\n`);
  await $`chmod 755 ack-ram-tool && tar -czf archive.tar.gz ack-ram-tool`.cwd(directory);
  const archive = await Bun.file(`${directory}/archive.tar.gz`).bytes();
  const checksum = new Bun.CryptoHasher("sha256").update(archive).digest("hex");
  const names = TARGETS.map((target) => `ack-ram-tool_${version}_${target.archive}.tar.gz`);
  const checksums = names.map((name) => `${checksum}  ${name}\n`).join("");

  const files = new Map<string, Uint8Array | string>();
  for (const folder of [`/download/v${version}`, "/latest/download"]) {
    files.set(`${folder}/checksums.txt`, checksums);
    files.set(`${folder}/checksums.txt.sigstore.json`, "a signature");
    for (const name of names) files.set(`${folder}/${name}`, archive);
  }
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      const { pathname } = new URL(request.url);
      await served.beforeAnswer(pathname);
      const content = files.get(pathname);
      return content === undefined ? new Response("not here", { status: 404 }) : new Response(content);
    },
  });
  const served: ReleaseServer = {
    url: `http://127.0.0.1:${server.port}`,
    files,
    beforeAnswer: () => Promise.resolve(),
    [Symbol.asyncDispose]: async () => await server.stop(true),
  };
  return served;
}
