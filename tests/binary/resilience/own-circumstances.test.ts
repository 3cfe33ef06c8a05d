import { expect, setDefaultTimeout, test } from "bun:test";
import { rm } from "node:fs/promises";
import { getCredential } from "../../support/command-lines.ts";
import { podVariables } from "../../support/credential-files.ts";
import { AS_KUBECTL } from "../../support/exec-credential.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(60_000);

/** A call that fails for a reason of its own, and what it says. */
interface Mistake {
  readonly name: string;
  readonly says: RegExp;
  /** Flags and variables of the call that fails, on top of those of the one that must not. */
  readonly flags?: readonly string[];
  readonly variables?: (scene: Scene) => Variables;
  /** Stands in the way of the first call only. */
  readonly before?: (scene: Scene) => unknown;
  readonly after?: (scene: Scene) => unknown;
}

const MISTAKES: readonly Mistake[] = [
  {
    name: "a proxy that is down",
    says: /proxy|refused/,
    variables: () => ({ HTTPS_PROXY: "http://127.0.0.1:1" }),
  },
  {
    name: "a CA that it does not trust",
    says: /TLS certificate/,
    variables: () => ({ NODE_EXTRA_CA_CERTS: undefined }),
  },
  {
    name: "a network that breaks every connection",
    says: /broke/,
    before: (scene) => scene.cloud.faults.always("cs", { transport: { kind: "reset", at: "start" } }),
    after: (scene) => scene.cloud.faults.clear(),
  },
  {
    name: "a time limit of one second",
    says: /in time/,
    flags: ["--timeout", "1s"],
    before: (scene) => scene.cloud.faults.always("cs", { delayMilliseconds: 1500 }),
  },
  {
    name: "a wrong secret",
    says: /SignatureDoesNotMatch/,
    variables: () => ({ ALIBABA_CLOUD_ACCESS_KEY_SECRET: "fake-wrong-secret" }),
  },
];

test.each(MISTAKES)(
  "$name concerns one caller: once it is fixed, kubectl's next call works",
  async ({ says, flags = [], variables = () => ({}), before, after }) => {
    await using scene = await setScene();
    const alice = { ...scene.alice, ...AS_KUBECTL };
    before?.(scene);
    const failed = await scene.run(getCredential(scene.cloud, ...flags), { ...alice, ...variables(scene) });
    after?.(scene);
    const next = await scene.run(getCredential(scene.cloud), alice);
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toMatch(says);
    expect(next).toMatchObject({ exitCode: 0, stderr: "" });
  },
);

test("a pod's token that is mounted a moment too late is found by the next call", async () => {
  await using scene = await setScene();
  const variables = await podVariables(scene);
  const pod = { ...variables, ...AS_KUBECTL };
  await rm(variables["ALIBABA_CLOUD_OIDC_TOKEN_FILE"] ?? "");
  const early = await scene.run(getCredential(scene.cloud), pod);
  expect(early.exitCode).toBe(1);
  expect(early.stderr).toContain("cannot read the OIDC token");
  await podVariables(scene);
  expect(await scene.run(getCredential(scene.cloud), pod)).toMatchObject({ exitCode: 0, stderr: "" });
});

test("a call with a minute does not fail because it waited for one with a second", async () => {
  await using scene = await setScene();
  scene.cloud.faults.always("cs", { delayMilliseconds: 1500 });
  const alice = { ...scene.alice, ...AS_KUBECTL };
  const hasty = scene.run(getCredential(scene.cloud, "--timeout", "1s"), alice);
  await Bun.sleep(200);
  const patient = scene.run(getCredential(scene.cloud), alice);
  expect((await hasty).exitCode).toBe(1);
  expect(await patient).toMatchObject({ exitCode: 0, stderr: "" });
});
