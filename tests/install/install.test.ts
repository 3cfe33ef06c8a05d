import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ReleaseServer, serveRelease } from "./release-server.ts";

const script = join(import.meta.dir, "../../scripts/install.sh");

/** A user's machine: a home directory, the system's programs, perhaps cosign. */
interface Machine extends AsyncDisposable {
  readonly home: string;
  readonly server: ReleaseServer;
  readonly installed: string;
  readonly start: (
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Bun.Subprocess<"ignore", "pipe", "pipe">;
  readonly run: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Outcome>;
  /** A cosign that finds every signature good or bad. */
  readonly addCosign: (exitCode: number, version?: string) => Promise<void>;
  /** A program on the PATH, before the system's. */
  readonly addProgram: (name: string, body: string) => Promise<string>;
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
  const addProgram = async (name: string, body: string): Promise<string> => {
    await writeFile(join(bin, name), `#!/bin/sh\n${body}\n`);
    await chmod(join(bin, name), 0o755);
    return join(bin, name);
  };
  const start: Machine["start"] = (args, env = {}) =>
    Bun.spawn([shell, script, "--base-url", server.url, ...args], {
      env: { HOME: home, PATH: `${bin}:/usr/bin:/bin`, TMPDIR: join(home, "release"), ...env },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
  return {
    home,
    server,
    installed: join(home, ".local/bin/ack-ram-tool"),
    start,
    run: async (args, env) => {
      const child = start(args, env);
      const [stdout, stderr, exitCode] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
      return { exitCode, stdout, stderr };
    },
    addCosign: async (exitCode, cosignVersion = "v3.0.2") => {
      const body = `if [ "$1" = version ]; then echo "GitVersion:    ${cosignVersion}"; exit; fi
echo "$@" >'${home}/cosign-was-asked'
exit ${exitCode}`;
      await addProgram("cosign", body);
    },
    addProgram,
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

/** Whether a line of checksums.txt is about this machine's archive. */
function isOwn(line: string): boolean {
  const system = process.platform === "darwin" ? "Darwin" : "Linux";
  return line.includes(`${system}_${process.arch === "x64" ? "x86_64" : "arm64"}.`);
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

    test("installs the build for musl if it is told to", async () => {
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

    test("with cosign, the signature of the release's workflow is verified", async () => {
      await using machine = await startMachine(shell);
      await machine.addCosign(0);
      const { exitCode, stderr } = await machine.run([]);
      expect(stderr).toContain("the signature of checksums.txt is good");
      expect(exitCode).toBe(0);
      const asked = await readFile(join(machine.home, "cosign-was-asked"), "utf8");
      expect(asked).toContain(String.raw`/\.github/workflows/release\.yml@refs/tags/v`);
    });

    test.each(["a wrong signature", "no signature"])("with cosign, nothing is installed for %s", async (what) => {
      await using machine = await startMachine(shell);
      await machine.addCosign(what === "no signature" ? 0 : 1);
      if (what === "no signature") machine.server.files.delete("/latest/download/checksums.txt.sigstore.json");
      const { exitCode } = await machine.run([]);
      expect(exitCode).toBe(1);
      expect(existsSync(machine.installed)).toBe(false);
    });

    test.each([
      ["v2.3.1", 1, "cosign 2.3.1 is too old for this signature"],
      ["v2.6.0", 0, "the signature of checksums.txt is good"],
    ])("cosign %s ends with %d: %s", async (version, exitCode, message) => {
      await using machine = await startMachine(shell);
      await machine.addCosign(0, version);
      const outcome = await machine.run([]);
      expect(outcome.stderr).toContain(message);
      expect(outcome.exitCode).toBe(exitCode);
      expect(existsSync(machine.installed)).toBe(exitCode === 0);
    });

    test("a list of checksums without a line break at its end is read whole", async () => {
      await using machine = await startMachine(shell);
      serveInstead(machine.server, "checksums.txt", (content) => {
        const lines = String(content).trimEnd().split("\n");
        return [...lines.filter((line) => !isOwn(line)), ...lines.filter(isOwn)].join("\n");
      });
      expect((await machine.run(["--libc", "glibc"])).exitCode).toBe(0);
    });

    test.each(["a b", "it's", "a:b", '"$(touch harm)"', "-rf"])("a temporary folder %j does no harm", async (name) => {
      await using machine = await startMachine(shell);
      const folder = join(machine.home, name);
      await mkdir(folder);
      expect((await machine.run([], { TMPDIR: folder })).exitCode).toBe(0);
      expect(await readdir(folder)).toEqual([]);
      expect(existsSync(join(machine.home, "harm"))).toBe(false);
    });

    test.each<[string, (path: string) => Promise<unknown>]>([
      ["folder", (path) => mkdir(path)],
      ["link", (path) => symlink("/dev/null", path)],
    ])("a %s in the program's place is left alone", async (what, put) => {
      await using machine = await startMachine(shell);
      await mkdir(join(machine.home, ".local/bin"), { recursive: true });
      await put(machine.installed);
      const { exitCode, stderr } = await machine.run([]);
      expect(stderr).toContain(`${machine.installed} is a ${what}: remove it, or choose another folder with --dir`);
      expect(exitCode).toBe(1);
      expect(await readdir(join(machine.home, ".local/bin"))).toEqual(["ack-ram-tool"]);
    });

    test("another ack-ram-tool that comes first on the PATH is named", async () => {
      await using machine = await startMachine(shell);
      const other = await machine.addProgram("ack-ram-tool", "echo the Go tool");
      const { exitCode, stderr } = await machine.run([]);
      expect(stderr).toContain(`kubectl will run that one: ${other}`);
      expect(exitCode).toBe(0);
    });

    test.each([
      [
        "macOS 12",
        { uname: '[ "$1" = -m ] && echo arm64 || echo Darwin', sw_vers: "echo 12.7.6" },
        "macOS 13 or newer",
      ],
      [
        "glibc 2.12",
        { uname: '[ "$1" = -m ] && echo x86_64 || echo Linux', getconf: "echo glibc 2.12" },
        "glibc 2.17 or newer",
      ],
    ])("on %s it says what the program needs before it downloads anything", async (_, programs, message) => {
      await using machine = await startMachine(shell);
      for (const [name, body] of Object.entries(programs)) await machine.addProgram(name, body);
      machine.server.files.clear();
      const { exitCode, stderr } = await machine.run(["--libc", "glibc"]);
      expect(stderr).toContain(message);
      expect(exitCode).toBe(1);
    });

    test.each(["SIGTERM", "SIGHUP", "SIGINT"] as const)(
      "%s in the middle of a download leaves nothing",
      async (signal) => {
        await using machine = await startMachine(shell);
        const started = Promise.withResolvers<void>();
        machine.server.beforeAnswer = async (path) => {
          if (!path.endsWith(".tar.gz")) return;
          started.resolve();
          await Bun.sleep(20_000);
        };
        const child = machine.start([]);
        await started.promise;
        child.kill(signal);
        expect(await child.exited).not.toBe(0);
        expect(await readdir(join(machine.home, "release"))).toEqual(["ack-ram-tool", "archive.tar.gz"]);
        expect(existsSync(join(machine.home, ".local"))).toBe(false);
      },
    );

    test("installs without the signature if it is told to, and says so", async () => {
      await using machine = await startMachine(shell);
      await machine.addCosign(1);
      const { exitCode, stderr } = await machine.run(["--skip-signature"]);
      expect(stderr).toContain("the signature is not verified (--skip-signature)");
      expect(exitCode).toBe(0);
    });
  });
}
