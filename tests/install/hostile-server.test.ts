import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCertificateAuthority } from "../fakes/pki/certificate-authority.ts";
import { issueServerCertificate } from "../fakes/pki/server-certificate.ts";
import { type ReleaseServer, serveRelease } from "./release-server.ts";

const script = join(import.meta.dir, "../../scripts/install.sh");

/** What the script calls besides the program that downloads. */
const TOOLS =
  "sh uname mktemp rm mkdir sed grep tar gzip head tail cat chmod cp mv sha256sum shasum getconf ldd sysctl sw_vers";

/** Programs that download, by what they are called as, and where they are looked for. */
const DOWNLOADERS = { curl: "curl", wget: "wget", "BusyBox's wget": "busybox" } as const;
type Downloader = keyof typeof DOWNLOADERS;

const hasGnuWget = Bun.which("wget") !== null && (await Bun.$`wget --version`.nothrow().quiet()).exitCode === 0;
const isThere: Readonly<Record<Downloader, boolean>> = {
  curl: Bun.which("curl") !== null,
  wget: hasGnuWget,
  "BusyBox's wget": Bun.which("busybox") !== null,
};

/** The same release over TLS, whose first answer may lead elsewhere. */
interface HostileServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: string[];
}

let directory: string;
let release: ReleaseServer;
let trusted: HostileServer;
let untrusted: HostileServer;
let downgrading: HostileServer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "hostile-"));
  release = await serveRelease(directory, "1.2.3", 'echo "ack-ram-tool 1.2.3"');
  const authority = await createCertificateAuthority("web");
  await writeFile(join(directory, "ca.pem"), authority.certificatePem);
  await writeFile(join(directory, "wgetrc"), `ca_certificate=${join(directory, "ca.pem")}\n`);
  const serve = async (flaw?: "unknown-authority", leadsTo?: string): Promise<HostileServer> => {
    const { certificatePem, privateKeyPem } = await issueServerCertificate(authority, flaw);
    const requests: string[] = [];
    const server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      tls: { cert: certificatePem, key: privateKeyPem },
      fetch: (request) => {
        const { pathname } = new URL(request.url);
        requests.push(pathname);
        if (leadsTo !== undefined) return Response.redirect(`${leadsTo}${pathname}`);
        const content = release.files.get(pathname);
        return content === undefined ? new Response("not here", { status: 404 }) : new Response(content);
      },
    });
    return {
      url: `https://127.0.0.1:${server.port}`,
      requests,
      [Symbol.asyncDispose]: async () => await server.stop(true),
    };
  };
  [trusted, untrusted, downgrading] = [
    await serve(),
    await serve("unknown-authority"),
    await serve(undefined, release.url),
  ];
});

afterAll(async () => {
  for (const server of [trusted, untrusted, downgrading, release]) await server[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

/** Installs on a machine that has only one of the programs. */
async function installWith(downloader: Downloader, baseUrl: string) {
  const home = await mkdtemp(join(directory, "home-"));
  const bin = join(home, "bin");
  await mkdir(bin);
  for (const name of TOOLS.split(" ")) {
    const path = Bun.which(name);
    if (path !== null) await symlink(path, join(bin, name));
  }
  const name = downloader === "curl" ? "curl" : "wget";
  await symlink(Bun.which(DOWNLOADERS[downloader]) ?? "", join(bin, name));
  const child = Bun.spawn(["/bin/sh", script, "--base-url", baseUrl, "--libc", "glibc"], {
    env: {
      HOME: home,
      PATH: bin,
      CURL_CA_BUNDLE: join(directory, "ca.pem"),
      SSL_CERT_FILE: join(directory, "ca.pem"),
      WGETRC: join(directory, "wgetrc"),
    },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stderr, exitCode] = await Promise.all([child.stderr.text(), child.exited]);
  return { exitCode, stderr, isInstalled: existsSync(join(home, ".local/bin/ack-ram-tool")) };
}

const isUnix = process.platform !== "win32";

for (const downloader of ["curl", "wget"] as const) {
  const runs = isUnix && isThere[downloader];

  describe.skipIf(!runs)(`install.sh with ${downloader}${runs ? "" : " (not installed here)"}`, () => {
    test("installs from a server whose certificate is trusted", async () => {
      expect(await installWith(downloader, trusted.url)).toMatchObject({ exitCode: 0, isInstalled: true });
    });

    test("installs nothing from a server whose certificate is not trusted", async () => {
      const { exitCode, stderr, isInstalled } = await installWith(downloader, untrusted.url);
      expect(stderr).toContain("could not download");
      expect({ exitCode, isInstalled }).toEqual({ exitCode: 1, isInstalled: false });
    });

    test("installs nothing if a server redirects to an address without TLS", async () => {
      const { exitCode, stderr, isInstalled } = await installWith(downloader, downgrading.url);
      expect(stderr).toMatch(/could not download|redirects to http/);
      expect({ exitCode, isInstalled }).toEqual({ exitCode: 1, isInstalled: false });
      expect(downgrading.requests.length).toBeGreaterThan(0);
    });
  });
}

const hasBusyBox = isUnix && isThere["BusyBox's wget"];

describe.skipIf(!hasBusyBox)(`install.sh with BusyBox's wget${hasBusyBox ? "" : " (not installed here)"}`, () => {
  test.each(["trusted", "untrusted"])(
    "requests nothing of a %s server: that wget verifies no certificate",
    async (kind) => {
      const server = kind === "trusted" ? trusted : untrusted;
      const before = server.requests.length;
      const { exitCode, stderr, isInstalled } = await installWith("BusyBox's wget", server.url);
      expect(stderr).toContain("this wget does not verify TLS certificates: install curl or GNU wget");
      expect({ exitCode, isInstalled }).toEqual({ exitCode: 1, isInstalled: false });
      expect(server.requests).toHaveLength(before);
    },
  );

  test("installs from a mirror on this machine, where there is no TLS", async () => {
    expect(await installWith("BusyBox's wget", release.url)).toMatchObject({ exitCode: 0, isInstalled: true });
  });
});
