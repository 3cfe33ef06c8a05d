import type { World } from "../../src/world/world.ts";
import type { FakeCloud } from "../fakes/cloud/start-fake-cloud.ts";
import type { Outcome } from "./binary.ts";
import { setScene, type Variables } from "./scene.ts";

/** Alice at a machine of her own: her access key is in the environment, and her home is the working directory. */
export interface Alice {
  readonly cloud: FakeCloud;
  /** The ids of her clusters. */
  readonly production: string;
  readonly staging: string;
  readonly home: string;
  /** The path of her kubeconfig. */
  readonly kubeconfig: string;
  /** A command line in this process. */
  readonly tool: (argv: readonly string[], variables?: Variables, world?: Partial<World>) => Promise<Outcome>;
  /** The compiled program. */
  readonly program: (...argv: string[]) => Promise<Outcome>;
  /** Another program, with the compiled one on its PATH. */
  readonly other: (argv: readonly string[], variables?: Variables) => Promise<Outcome>;
  /** Writes a private file in her home. */
  readonly write: (name: string, content: string) => Promise<string>;
  readonly leave: () => Promise<void>;
}

export async function meetAlice(): Promise<Alice> {
  const scene = await setScene();
  const { cloud, home } = scene;
  const key = scene.alice;
  return {
    cloud,
    production: cloud.clusters.production.id,
    staging: cloud.clusters.staging.id,
    home,
    kubeconfig: `${home}/.kube/config`,
    tool: (argv, variables, world) => scene.runInProcess(argv, { ...key, ...variables }, { cwd: () => home, ...world }),
    program: (...argv) => scene.run(argv, key),
    other: (argv, variables) => scene.runOther(argv, { ...key, ...variables }),
    write: scene.write,
    leave: async () => {
      await scene[Symbol.asyncDispose]();
    },
  };
}
