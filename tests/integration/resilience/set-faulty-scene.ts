import type { Fetch } from "../../../src/world/world.ts";
import type { Fault } from "../../fakes/server/fault.ts";
import { startSilentListener } from "../../fakes/server/start-silent-listener.ts";
import type { Outcome } from "../../support/binary.ts";
import { getCredential } from "../../support/command-lines.ts";
import { readExecCredential } from "../../support/exec-credential.ts";
import { hostOf, type StandingFault } from "../../support/faults.ts";
import { type Scene, setScene } from "../../support/scene.ts";
import type { CacheState } from "./cache-states.ts";

/** A scene with a certificate in its cache, in a certain state, and a fault in the way to a new one. */
export interface FaultyScene extends AsyncDisposable {
  readonly scene: Scene;
  /** The certificate that was cached, PEM; undefined when there never was one. */
  readonly cached: string | undefined;
  /** One call without the waits between tries, and with a small `--timeout` where it takes that to end. */
  readonly ask: () => Promise<Outcome>;
  /** How often that call tried to reach the API. */
  readonly tries: () => number;
}

/** Sets one up: a fault that stays, or one that hits the next answer only. */
export async function setFaultyScene(
  obstacle: StandingFault | { readonly passing: Fault; readonly hangs?: boolean | undefined },
  state: CacheState,
): Promise<FaultyScene> {
  const standing: Partial<StandingFault> = "passing" in obstacle ? {} : obstacle;
  const { serverCertificate, fault } = standing;
  const scene = await setScene(serverCertificate === undefined ? {} : { serverCertificate });
  const silent = await startSilentListener();
  const { cloud } = scene;
  const host = hostOf(standing, cloud.addresses.cs.host, silent.host);
  const timeout = obstacle.hangs !== true ? "60s" : "passing" in obstacle ? "3s" : "1s";
  const ask = (fetchIt: Fetch): Promise<Outcome> =>
    scene.runInProcess(getCredential(cloud, "--timeout", timeout, "--cs-endpoint", host), scene.alice, {
      sleep: () => Promise.resolve(),
      random: () => 0,
      fetch: fetchIt,
    });

  let cached: string | undefined;
  if (state.prepare !== undefined) {
    const roundTheFault: Fetch = (url, init) =>
      fetch(url.replace(host, cloud.addresses.cs.host), { ...init, proxy: false, tls: { rejectUnauthorized: false } });
    cached = certificateIn(await ask(roundTheFault));
    await state.prepare(scene);
  }

  if (fault !== undefined) cloud.faults.always("cs", fault);
  if ("passing" in obstacle) cloud.faults.next("cs", obstacle.passing);
  let tries = 0;
  return {
    scene,
    cached,
    ask: () =>
      ask((url, init) => {
        tries += 1;
        return fetch(url, { ...init, proxy: false, tls: { ...init.tls, ca: cloud.certificateAuthorityPem } });
      }),
    tries: () => tries,
    [Symbol.asyncDispose]: async () => {
      await silent.stop();
      await scene[Symbol.asyncDispose]();
    },
  };
}

/** The certificate that a run printed, PEM; undefined when it printed none. */
export function certificateIn({ stdout }: Outcome): string | undefined {
  return stdout === "" ? undefined : readExecCredential(stdout).certificate.toString();
}
