import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { connect } from "node:tls";
import * as v from "valibot";
import { type FakeCloud, startFakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";
import { errorFault, type Fault, htmlFault, redirectFault, throttlingFault } from "../../fakes/server/fault.ts";
import { startSilentListener } from "../../fakes/server/start-silent-listener.ts";
import { callCs, userConfigPath } from "./signed-call.ts";

let cloud: FakeCloud;
beforeEach(async () => {
  cloud = await startFakeCloud();
});
afterEach(() => cloud.stop());

function fetchUserConfig(): Promise<Response> {
  return callCs(cloud, cloud.identities.alice, userConfigPath(cloud.clusters.production.id));
}

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

describe("an answer instead of the service's", () => {
  test.each<[string, Fault, object]>([
    ["an error, spelt by the gateway", errorFault(403, "A"), { Code: "A" }],
    ["an error, spelt by the product", errorFault(403, "A", "b", "product"), { code: "A", message: "b" }],
    ["null", { reply: { status: 200, body: "null" } }, { value: null }],
  ])("is %s", async (_, fault, expected) => {
    cloud.faults.next("cs", fault);
    const json = v.parse(v.unknown(), await (await fetchUserConfig()).json());
    expect(json === null ? { value: null } : json).toMatchObject(expected);
  });

  test.each<[string, Fault, number, string]>([
    ["an HTML page", htmlFault(502), 502, "<html>"],
    ["no content", { reply: { status: 204, body: "" } }, 204, ""],
    ["a redirect", redirectFault("https://elsewhere.example/"), 302, ""],
  ])("is %s", async (_, fault, status, start) => {
    cloud.faults.next("cs", fault);
    const response = await fetchUserConfig();
    expect(response.status).toBe(status);
    expect(await response.text()).toStartWith(start);
  });

  test("bears the headers of the fault", async () => {
    cloud.faults.next("cs", throttlingFault({ timeLeft: 7 }));
    expect((await fetchUserConfig()).headers.get("x-ratelimit-user")).toContain("TimeLeft:7,");
    const date = "Tue, 02 Jan 2024 03:04:05 GMT";
    cloud.faults.next("cs", { headers: { Date: date } });
    expect((await fetchUserConfig()).headers.get("date")).toBe(date);
  });
});

describe("a fault on the way", () => {
  test.each<[string, Fault["transport"], RegExp]>([
    ["a reset at the start gives no byte", { kind: "reset", at: "start" }, /^$/],
    ["a reset in the headers gives a part of them", { kind: "reset", at: "headers" }, /Content-Ty$/],
    ["a reset in the body gives headers and a part of the body", { kind: "reset", at: "body" }, /\r\n\r\n\{.*[^}]$/],
    ["a truncated body ends too early", { kind: "truncated-body" }, /Content-Length: \d{4}[^]*[^}]$/],
    ["garbage is not HTTP", { kind: "garbage" }, /this is not HTTP/],
    ["a slow body comes whole", { kind: "slow-body", millisecondsPerByte: 0 }, /\}$/],
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

  test("a padded body is huge and still JSON", async () => {
    cloud.faults.next("cs", { padBodyToBytes: 3_000_000 });
    const text = await (await fetchUserConfig()).text();
    expect(text.length).toBe(3_000_000);
    expect(JSON.parse(text)).toHaveProperty("config");
  });
});

test("a silent listener takes the connection and lets a TLS handshake hang until it is stopped", async () => {
  const silent = await startSilentListener();
  const call = fetch(`https://${silent.host}`).catch(() => "ended");
  while (silent.connections() === 0) await Bun.sleep(1);
  await silent.stop();
  expect(await call).toBe("ended");
});
