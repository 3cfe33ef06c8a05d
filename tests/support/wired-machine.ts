import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Env } from "../../src/world/world.ts";
import type { FakeCloud } from "../fakes/cloud/start-fake-cloud.ts";
import type { Outcome } from "./in-process.ts";
import { BINARY, BINARY_FOLDER, runProgram } from "./run-program.ts";

/** A home in which the compiled program is on the PATH and the fake cloud is the only one there is. */
export interface WiredMachine {
  readonly home: string;
  readonly env: Env;
  /** The compiled program. */
  readonly tool: (...argv: string[]) => Promise<Outcome>;
  /** Any program, in the same surroundings. */
  readonly run: (...argv: string[]) => Promise<Outcome>;
  readonly remove: () => Promise<void>;
}

/** Alice's machine. */
export async function wiredMachine(cloud: FakeCloud): Promise<WiredMachine> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "wired-")));
  const { alice } = cloud.identities;
  await writeFile(`${home}/ca.pem`, cloud.certificateAuthorityPem);
  const env: Env = {
    HOME: home,
    PATH: `${BINARY_FOLDER}:/usr/bin:/bin`,
    ALIBABA_CLOUD_ACCESS_KEY_ID: alice.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: alice.accessKeySecret,
    ACK_RAM_TOOL_CS_ENDPOINT: cloud.addresses.cs.host,
    ACK_RAM_TOOL_STS_ENDPOINT: cloud.addresses.sts.host,
    NODE_EXTRA_CA_CERTS: `${home}/ca.pem`,
  };
  const inside = (...argv: string[]): Promise<Outcome> => runProgram(argv, env);
  return {
    home,
    env,
    tool: (...argv) => inside(BINARY, ...argv),
    run: inside,
    remove: () => rm(home, { recursive: true, force: true }),
  };
}
