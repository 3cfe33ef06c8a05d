import { describe, expect, test } from "bun:test";
import { startFakeProxy } from "../../fakes/proxy/start-fake-proxy.ts";
import { getCredential } from "../../support/command-lines.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";
import { waitUntil } from "../../support/wait-until.ts";

/** Starts a cold call with a role while STS is slow. @returns how many connections the ACK API has before STS has answered */
async function callWithRole(scene: Scene, variables: Variables = {}) {
  const { cloud } = scene;
  cloud.faults.next("sts", { delayMilliseconds: 1500 });
  const argv = getCredential(cloud, "--role-arn", cloud.roles.ci.arn);
  const running = scene.start(argv, { ...scene.alice, ...variables });
  await waitUntil(() => cloud.requests.count("sts") === 1);
  await Bun.sleep(500);
  const early = cloud.requests.handshakes("cs");
  return { early, outcome: await running.outcome };
}

describe("while STS still answers, the ACK API's connection", () => {
  test("is opened, and the request uses it", async () => {
    await using scene = await setScene();
    const { early, outcome } = await callWithRole(scene);
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
    expect([early, scene.cloud.requests.connections("cs")]).toEqual([1, 1]);
  });

  test("is opened through a proxy, and the request uses that tunnel", async () => {
    await using scene = await setScene();
    await using proxy = await startFakeProxy();
    const { early, outcome } = await callWithRole(scene, { https_proxy: `http://${proxy.host}` });
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
    expect([early, scene.cloud.requests.connections("cs")]).toEqual([1, 1]);
    const { host } = scene.cloud.addresses.cs;
    expect(proxy.requests.filter(({ target }) => target === host)).toHaveLength(1);
    // The request that opens it tells nothing about the caller.
    const [opener, call] = scene.cloud.requests.of("cs");
    expect(opener?.method).toBe("HEAD");
    expect(JSON.stringify(opener?.headers)).not.toMatch(/authorization|acs|token/i);
    expect(call?.path).toStartWith("/k8s/");
  });

  test("is not opened if a variable disables TLS verification", async () => {
    await using scene = await setScene();
    const { early, outcome } = await callWithRole(scene, { NODE_TLS_REJECT_UNAUTHORIZED: "0" });
    expect(outcome.exitCode).toBe(0);
    expect(early).toBe(0);
  });

  test("is verified all the same: a server with a wrong certificate gets no request", async () => {
    await using scene = await setScene();
    const other = await setScene();
    const { outcome } = await callWithRole(scene, { ACK_RAM_TOOL_CS_ENDPOINT: other.cloud.addresses.cs.host });
    const requests = other.cloud.requests.count("cs");
    await other[Symbol.asyncDispose]();
    expect(outcome.stderr).toContain("error: the TLS certificate of");
    expect(requests).toBe(0);
  });
});

test("a cold call with an access key opens one connection", async () => {
  await using scene = await setScene();
  const { cloud } = scene;
  await scene.run(getCredential(cloud), scene.alice);
  expect(cloud.requests.connections("cs")).toBe(1);
});
