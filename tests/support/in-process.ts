import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../src/cli/run.ts";
import { bunWorld } from "../../src/world/bun-world.ts";
import type { Env, World } from "../../src/world/world.ts";
import type { FakeCloud } from "../fakes/cloud/start-fake-cloud.ts";

/** What a command line came to. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The tool in this process, against a fake cloud, with an empty home of its own. */
export interface InProcess {
  readonly home: string;
  /** Alice's access key, and the fake cloud's addresses. */
  readonly env: Env;
  /** One command line, with these variables over {@link env}. */
  readonly tool: (argv: readonly string[], env?: Env, world?: Partial<World>) => Promise<Outcome>;
  readonly remove: () => Promise<void>;
}

/** A machine on which nothing but the fake cloud is set up. */
export async function inProcess(cloud: FakeCloud): Promise<InProcess> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "wiring-")));
  const { alice } = cloud.identities;
  const env: Env = {
    HOME: home,
    ALIBABA_CLOUD_ACCESS_KEY_ID: alice.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: alice.accessKeySecret,
    ACK_RAM_TOOL_CS_ENDPOINT: cloud.addresses.cs.host,
    ACK_RAM_TOOL_STS_ENDPOINT: cloud.addresses.sts.host,
  };
  return {
    home,
    env,
    tool: async (argv, more = {}, world = {}) => {
      const stdout: string[] = [];
      const stderr: string[] = [];
      const code = await run({
        ...bunWorld(),
        argv,
        env: { ...env, ...more },
        cwd: () => home,
        stdout: (text) => stdout.push(text),
        stderr: (text) => stderr.push(text),
        fetch: trusting(cloud.certificateAuthorityPem),
        ...world,
      });
      return { code, stdout: stdout.join("\n"), stderr: stderr.join("\n") };
    },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

/** A process reads NODE_EXTRA_CA_CERTS once, at its start: here the CA and the lack of proxies come with each call. */
function trusting(ca: string): World["fetch"] {
  return (url, init) => fetch(url, { ...init, proxy: false, tls: { ca, ...init.tls } });
}
