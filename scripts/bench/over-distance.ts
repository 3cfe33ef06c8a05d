import { rmSync } from "node:fs";
import { getCredential, variablesOf } from "../../tests/support/command-lines.ts";
import type { Scene } from "../../tests/support/scene.ts";
import { startDistant } from "./distant.ts";
import { median } from "./statistics.ts";

/** Time in each direction, ms. */
const ONE_WAY_MS = 50;

const ROUNDS = 9;

/**
 * Measures cold calls over a distance: with a key (one API call), and with a role (two calls to two hosts). A
 * connection takes two round trips (TCP, TLS), a request one.
 * @param programs with the same command line
 * @returns a line for each program
 */
export async function overDistance(
  programs: readonly (readonly [name: string, program: string])[],
  scene: Scene,
): Promise<readonly string[]> {
  const { cloud, env, home } = scene;
  await using cs = await startDistant(cloud.addresses.cs.host, ONE_WAY_MS);
  await using sts = await startDistant(cloud.addresses.sts.host, ONE_WAY_MS);
  const cache = `${home}/distant-cache`;
  const variables = {
    ...env,
    ...variablesOf(cloud.identities.alice),
    SSL_CERT_FILE: env["NODE_EXTRA_CA_CERTS"] ?? "",
  };
  // The Go tool reads no variables for the endpoints.
  const line = getCredential(
    cloud,
    "--cs-endpoint",
    cs.host,
    "--sts-endpoint",
    sts.host,
    "--credential-cache-dir",
    cache,
  );
  const time = async (program: string, ...more: string[]): Promise<number> => {
    rmSync(cache, { recursive: true, force: true });
    const start = performance.now();
    const child = Bun.spawn([program, ...line, ...more], { env: variables, stdout: "ignore", stderr: "pipe" });
    if ((await child.exited) !== 0) throw new Error(`${program}: ${await child.stderr.text()}`);
    return performance.now() - start;
  };
  const lines: string[] = [];
  for (const [name, program] of programs) {
    const [withKey, withRole]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      withKey.push(await time(program));
      withRole.push(await time(program, "--role-arn", cloud.roles.ci.arn));
    }
    const [key, role] = [median(withKey), median(withRole)];
    const trips = (role - key) / (2 * ONE_WAY_MS);
    lines.push(
      `${name}, ${2 * ONE_WAY_MS} ms there and back, cold: ${key.toFixed(0)} ms with a key, ${role.toFixed(0)} ms with a role, ${trips.toFixed(1)} round trips more`,
    );
  }
  return lines;
}
