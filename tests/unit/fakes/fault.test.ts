import { describe, expect, test } from "bun:test";
import { connect } from "node:tls";
import type { Fault } from "../../fakes/server/fault.ts";
import { cloudInEachTest } from "../../support/cloud-in-each-test.ts";

const cloud = cloudInEachTest();

/** Everything that comes over the wire in answer to a request, however broken. */
function rawAnswer(): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect({
      host: "127.0.0.1",
      port: cloud.addresses.cs.port,
      ca: cloud.certificateAuthorityPem,
    });
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    socket.on("error", () => {});
    socket.on("close", () => resolve(text));
    socket.write("GET /k8s/c0/user_config HTTP/1.1\r\nHost: cs\r\nConnection: close\r\n\r\n");
  });
}

describe("a fault on the way", () => {
  test.each<[string, Fault["transport"], RegExp]>([
    ["a reset at the start gives no byte", { kind: "reset", at: "start" }, /^$/],
    ["a reset in the headers gives a part of them", { kind: "reset", at: "headers" }, /Content-Ty$/],
    ["a reset in the body gives headers and a part of the body", { kind: "reset", at: "body" }, /\r\n\r\n\{.*[^}]$/],
    ["a truncated body ends too early", { kind: "truncated-body" }, /Content-Length: \d{4}[^]*[^}]$/],
    ["garbage is not HTTP", { kind: "garbage" }, /this is not HTTP/],
  ])("%s", async (_, transport, expected) => {
    if (transport !== undefined) cloud.faults.next("cs", { transport });
    expect(await rawAnswer()).toMatch(expected);
  });

  test("a black hole takes the request and never answers; stopping the cloud ends the wait", async () => {
    cloud.faults.always("cs", { transport: { kind: "black-hole" } });
    const answer = rawAnswer();
    while (cloud.requests.count("cs") === 0) await Bun.sleep(1);
    await cloud.stop();
    expect(await answer).toBe("");
    expect(cloud.requests.of("cs")[0]?.status).toBeUndefined();
  });
});
