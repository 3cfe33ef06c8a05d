import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ReleaseServer, serveRelease } from "./release-server.ts";

const script = join(import.meta.dir, "../../scripts/install.sh");

/** A user's machine: a home directory, the system's programs, perhaps cosign. */
interface Machine extends AsyncDisposable {
  readonly home: string;
  readonly server: ReleaseServer;
  readonly installed: string;
  readonly run: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Outcome>;
  readonly addCosign: (exitCode: number) => Promise<void>;
}

interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function startMachine(shell: string, program = 'echo "ack-ram-tool 1.2.3"'): Promise<Machine> {
  const home = await mkdtemp(join(tmpdir(), "install-"));
  const bin = join(home, "bin");
  await mkdir(bin);
  await mkdir(join(home, "release"));
  const server = await serveRelease(join(home, "release"), "1.2.3", program);
  return {
    home,
    server,
    installed: join(home, ".local/bin/ack-ram-tool"),
    run: async (args, env = {}) => {
      const child = Bun.spawn([shell, script, "--base-url", server.url, ...args], {
        env: { HOME: home, PATH: `${bin}:/usr/bin:/bin`, TMPDIR: join(home, "release"), ...env },
        stdout: "pipe",
        stderr: "pipe",
      });
      const [stdout, stderr, exitCode] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
      return { exitCode, stdout, stderr };
    },
    addCosign: async (exitCode) => {
      await writeFile(join(bin, "cosign"), `#!/bin/sh\necho "$@" >'${home}/cosign-was-asked'\nexit ${exitCode}\n`);
      await chmod(join(bin, "cosign"), 0o755);
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Replaces what is served under every path that ends so. */
function serveInstead({ files }: ReleaseServer, end: string, change: (content: Uint8Array | string) => string): void {
  for (const [path, content] of files) if (path.endsWith(end)) files.set(path, change(content));
}

for (const shell of ["dash", "bash"]) {
  const runs = process.platform !== "win32" && Bun.which(shell) !== null;

  describe.skipIf(!runs)(`install.sh under ${shell}${runs ? "" : " (not installed here)"}`, () => {
    test("installs the latest release into the home directory, and says so", async () => {
      await using machine = await startMachine(shell);
      const { exitCode, stdout, stderr } = await machine.run([]);
      expect(stderr).toContain("the checksum of ack-ram-tool_1.2.3_");
      expect(stderr).toContain("the signature is not verified: cosign is not installed");
      expect(stderr).toContain("installed ack-ram-tool 1.2.3");
      expect(stderr).toContain("not in your PATH");
      expect([exitCode, stdout]).toEqual([0, ""]);
      expect(await Bun.$`${machine.installed} --version`.text()).toBe("ack-ram-tool 1.2.3\n");
      expect(await readdir(join(machine.home, "release"))).toEqual(["ack-ram-tool", "archive.tar.gz"]);
    });

    test("installs the version that was named into the folder that was named, without a home directory", async () => {
      await using machine = await startMachine(shell);
      for (const path of machine.server.files.keys()) {
        if (path.startsWith("/latest/")) machine.server.files.delete(path);
      }
      const folder = join(machine.home, "a folder");
      const { exitCode } = await machine.run(["--version", "v1.2.3", "--dir", folder], { HOME: "" });
      expect(exitCode).toBe(0);
      expect(await readdir(folder)).toEqual(["ack-ram-tool"]);
    });

    test("takes the build for musl when it is told to", async () => {
      await using machine = await startMachine(shell);
      const { stderr } = await machine.run(["--libc", "musl"]);
      expect(stderr).toMatch(process.platform === "linux" ? /found ack-ram-tool_1\.2\.3_Linux_\w+_musl/ : /found/);
    });

    test.each<[string, (machine: Machine) => void, readonly string[], string]>([
      [
        "a corrupted archive",
        ({ server }) => serveInstead(server, ".tar.gz", () => "garbage"),
        [],
        "the checksum of ack-ram-tool_1.2.3_",
      ],
      [
        "a checksum that is missing",
        ({ server }) =>
          serveInstead(server, "checksums.txt", (content) => String(content).replaceAll(/^[0-9a-f]+/gm, "")),
        [],
        "has no build for",
      ],
      [
        "an archive that is missing",
        ({ server }) => {
          for (const path of server.files.keys()) if (path.endsWith(".tar.gz")) server.files.delete(path);
        },
        [],
        "could not download",
      ],
      ["a release that is missing", () => {}, ["--version", "9.9.9"], "could not download"],
      [
        "a name with a folder in it",
        ({ server }) =>
          serveInstead(server, "checksums.txt", (content) =>
            String(content).replaceAll("ack-ram-tool_", "../ack-ram-tool_"),
          ),
        [],
        "has no build for",
      ],
      ["a page without TLS", () => {}, ["--base-url", "http://example.com"], "must be https"],
      ["no home directory and no folder", () => {}, [], "say where to install with --dir"],
      ["an unknown argument", () => {}, ["--force"], "unknown argument: --force"],
    ])("with %s it ends with 1, says why, and leaves the old program alone", async (name, spoil, args, reason) => {
      await using machine = await startMachine(shell);
      await mkdir(join(machine.home, ".local/bin"), { recursive: true });
      await writeFile(machine.installed, "the old one");
      spoil(machine);
      const { exitCode, stderr } = await machine.run(args, name.startsWith("no home") ? { HOME: "" } : {});
      expect(stderr).toContain(reason);
      expect(exitCode).toBe(1);
      expect(await readFile(machine.installed, "utf8")).toBe("the old one");
      expect(await readdir(join(machine.home, ".local/bin"))).toEqual(["ack-ram-tool"]);
    });

    test("a program that does not run here is not installed", async () => {
      await using machine = await startMachine(shell, "exit 1");
      const { exitCode, stderr } = await machine.run([]);
      expect(stderr).toContain("the program does not run on this machine; nothing was installed");
      expect(exitCode).toBe(1);
      expect(await readdir(join(machine.home, ".local/bin"))).toEqual([]);
    });

    test("where cosign is, a good signature is asked for by the release's workflow", async () => {
      await using machine = await startMachine(shell);
      await machine.addCosign(0);
      const { exitCode, stderr } = await machine.run([]);
      expect(stderr).toContain("the signature of checksums.txt is good");
      expect(exitCode).toBe(0);
      const asked = await readFile(join(machine.home, "cosign-was-asked"), "utf8");
      expect(asked).toContain(String.raw`/\.github/workflows/release\.yml@refs/tags/v`);
    });

    test.each(["a wrong signature", "no signature"])("where cosign is, %s installs nothing", async (what) => {
      await using machine = await startMachine(shell);
      await machine.addCosign(what === "no signature" ? 0 : 1);
      if (what === "no signature") machine.server.files.delete("/latest/download/checksums.txt.sigstore.json");
      const { exitCode } = await machine.run([]);
      expect(exitCode).toBe(1);
      expect(existsSync(machine.installed)).toBe(false);
    });

    test("without the signature when that is asked for, and says so", async () => {
      await using machine = await startMachine(shell);
      await machine.addCosign(1);
      const { exitCode, stderr } = await machine.run(["--skip-signature"]);
      expect(stderr).toContain("the signature is not verified, as you asked");
      expect(exitCode).toBe(0);
    });
  });
}
