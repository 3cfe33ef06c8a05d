import { rmSync } from "node:fs";
import { getCredential, variablesOf } from "../../tests/support/command-lines.ts";
import type { Scene } from "../../tests/support/scene.ts";

/** The result of many starts at once on an empty cache. */
export interface Stampede {
  readonly starts: number;
  /** Until the last one ended, ms. */
  readonly wallMs: number;
  readonly apiCalls: number;
  /** How many ended with 0. */
  readonly succeeded: number;
}

/** Starts the tool many times at once for one certificate that is not cached yet. */
export async function stampede(tool: string, { cloud, env, home }: Scene, starts = 50): Promise<Stampede> {
  const cache = `${home}/stampede-cache`;
  rmSync(cache, { recursive: true, force: true });
  const argv = [tool, ...getCredential(cloud, "--credential-cache-dir", cache)];
  const variables = { ...env, ...variablesOf(cloud.identities.alice) };
  const callsBefore = cloud.requests.count("cs");
  const begin = performance.now();
  const exitCodes = await Promise.all(
    Array.from(
      { length: starts },
      () => Bun.spawn(argv, { env: variables, stdout: "ignore", stderr: "ignore" }).exited,
    ),
  );
  return {
    starts,
    wallMs: performance.now() - begin,
    apiCalls: cloud.requests.count("cs") - callsBefore,
    succeeded: exitCodes.filter((code) => code === 0).length,
  };
}
