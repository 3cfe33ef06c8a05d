import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run as runCommandLine } from "../../src/cli/run.ts";
import { bunWorld } from "../../src/world/bun-world.ts";
import type { World } from "../../src/world/world.ts";
import { type FakeCloud, type FakeCloudOptions, startFakeCloud } from "../fakes/cloud/start-fake-cloud.ts";
import { BINARY, type Outcome, type Running, startProgram } from "./binary.ts";
import { variablesOf } from "./command-lines.ts";
import { assertNothingLeaked, filesIn } from "./leaks.ts";

/** Variables on top of the machine's own; undefined takes one away. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * A machine of its own with an empty home directory, and a cloud of its own to talk to: nothing of the real machine's
 * environment, files, network or time zone gets in. Every run is searched for secrets that it gave away.
 */
export interface Scene extends AsyncDisposable {
  readonly cloud: FakeCloud;
  readonly home: string;
  /** The variables with alice's access key. */
  readonly alice: Readonly<Record<string, string>>;
  /** The machine's whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Puts a private file below the home directory. @returns its absolute path */
  readonly write: (name: string, content: string, mode?: number) => Promise<string>;
  /** Every file on the machine that no test wrote: `home/…`, `tmp/…` or `cwd/…`. */
  readonly newFiles: () => readonly string[];
  /** Starts the compiled program, and leaves it to the test when to wait for it or to kill it. */
  readonly start: (argv: readonly string[], variables?: Variables) => Running;
  /** Runs the compiled program. */
  readonly run: (argv: readonly string[], variables?: Variables) => Promise<Outcome>;
  /** Runs the compiled program where it is to print secrets: only stderr and files are searched for them. */
  readonly runExport: (argv: readonly string[], variables?: Variables) => Promise<Outcome>;
  /** Runs the same program in this process, where the world can be another one. */
  readonly runInProcess: (argv: readonly string[], variables?: Variables, world?: Partial<World>) => Promise<Outcome>;
  /** Runs another program in the same surroundings, the compiled program on its PATH. */
  readonly runOther: (argv: readonly string[], variables?: Variables) => Promise<Outcome>;
}

/** Sets up a machine and its cloud, in some 20 ms. */
export async function setScene(options: FakeCloudOptions = {}): Promise<Scene> {
  const cloud = await startFakeCloud(options);
  const directory = await mkdtemp(join(tmpdir(), "ack-ram-tool-scene-"));
  const [home, temporary, cwd] = [join(directory, "home"), join(directory, "tmp"), join(directory, "cwd")];
  await Promise.all([home, temporary, cwd].map((path) => mkdir(path, { mode: 0o700 })));
  const written = new Set<string>();

  const write = async (path: string, content: string, mode = 0o600): Promise<string> => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, content, { mode });
    written.add(path);
    return path;
  };
  const { addresses } = cloud;
  const env = {
    PATH: "/usr/bin:/bin",
    HOME: home,
    TMPDIR: temporary,
    TZ: "Asia/Kathmandu",
    NODE_EXTRA_CA_CERTS: await write(join(directory, "ca.pem"), cloud.certificateAuthorityPem),
    ACK_RAM_TOOL_CS_ENDPOINT: addresses.cs.host,
    ACK_RAM_TOOL_STS_ENDPOINT: addresses.sts.host,
    ACK_RAM_TOOL_OAUTH_ENDPOINT: addresses.oauth.url,
    ALIBABA_CLOUD_IMDS_ENDPOINT: addresses.imds.url,
  };

  const search = (outcome: Outcome): Outcome => {
    const { stdout, stderr } = outcome;
    assertNothingLeaked({ secrets: cloud.secrets(), streams: { stdout, stderr }, directory, except: written });
    return outcome;
  };
  const searchStderr = (outcome: Outcome): Outcome => {
    search({ ...outcome, stdout: "" });
    return outcome;
  };
  const start = (argv: readonly string[], variables: Readonly<Record<string, string>>): Running => {
    const running = startProgram(argv, variables, cwd);
    return { ...running, outcome: running.outcome.then(search) };
  };

  return {
    cloud,
    home,
    alice: variablesOf(cloud.identities.alice),
    env,
    write: (name, content, mode) => write(join(home, name), content, mode),
    newFiles: () =>
      filesIn(directory)
        .filter((path) => !written.has(path))
        .map((path) => path.slice(directory.length + 1)),
    start: (argv, variables = {}) => start([BINARY, ...argv], withVariables(env, variables)),
    run: (argv, variables = {}) => start([BINARY, ...argv], withVariables(env, variables)).outcome,
    runExport: async (argv, variables = {}) =>
      searchStderr(await startProgram([BINARY, ...argv], withVariables(env, variables), cwd).outcome),
    runInProcess: async (argv, variables = {}, world = {}) => {
      const printed: { stdout: string; stderr: string } = { stdout: "", stderr: "" };
      const exitCode = await runCommandLine({
        ...bunWorld(),
        argv,
        env: withVariables(env, variables),
        cwd: () => cwd,
        fetch: (url, init) =>
          fetch(url, { ...init, proxy: false, tls: { ca: cloud.certificateAuthorityPem, ...init.tls } }),
        preconnect: () => undefined,
        isTerminal: () => Promise.resolve(false),
        stdout: async (text) => {
          printed.stdout += `${text}\n`;
        },
        stderr: (text) => (printed.stderr += `${text}\n`),
        ...world,
      });
      return search({ exitCode, ...printed });
    },
    runOther: (argv, variables = {}) =>
      start(argv, withVariables({ ...env, PATH: `${dirname(BINARY)}:${env.PATH}` }, variables)).outcome,
    [Symbol.asyncDispose]: async () => {
      await cloud.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function withVariables(env: Readonly<Record<string, string>>, variables: Variables): Record<string, string> {
  const entries = Object.entries({ ...env, ...variables });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
