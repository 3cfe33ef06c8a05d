import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { startFakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";
import { callCs, userConfigPath } from "./signed-call.ts";

describe("a fake cloud", () => {
  test("knows every secret that it gave out or saw", async () => {
    const cloud = await startFakeCloud();
    const session = cloud.openSession(cloud.roles.ci);
    await callCs(cloud, session, userConfigPath(cloud.clusters.staging.id));
    const sent = cloud.requests.of("cs")[0]?.headers["authorization"]?.split(":")[1];
    expect(cloud.secrets()).toContainValues([
      cloud.identities.alice.accessKeySecret,
      session.accessKeySecret,
      session.securityToken,
      cloud.oidc.token,
      sent ?? "?",
    ]);
    await cloud.stop();
  });

  test("counts the connections of requests", async () => {
    const cloud = await startFakeCloud();
    const ask = (keepalive: boolean) =>
      fetch(cloud.addresses.cs.url, { keepalive, tls: { ca: cloud.certificateAuthorityPem } });
    for (const keepalive of [true, false, false]) await (await ask(keepalive)).text();
    const connections = cloud.requests.of("cs").map(({ connection }) => connection);
    expect(new Set(connections).size).toBe(cloud.requests.handshakes("cs"));
    expect(cloud.requests.connections("cs")).toBe(cloud.requests.handshakes("cs"));
    await cloud.stop();
  });
});

test.skipIf(process.platform === "win32")(
  "the program prints where it is, serves, and cleans up when it is told to stop (not on Windows: no SIGTERM)",
  async () => {
    const program = join(import.meta.dir, "../../fakes/main.ts");
    const child = Bun.spawn([process.execPath, program, "--json", "--fault", "sts=html"], {
      stdout: "pipe",
      stderr: "pipe",
    });
    const schema = v.object({
      addresses: v.object({ cs: v.string(), sts: v.string() }),
      caFile: v.string(),
      environment: v.object({ ACK_RAM_TOOL_CS_ENDPOINT: v.string() }),
    });
    const line = await firstLine(child.stdout);
    const { addresses, caFile, environment } = v.parse(schema, JSON.parse(line));
    expect(addresses.cs).toBe(`https://${environment.ACK_RAM_TOOL_CS_ENDPOINT}`);

    const tls = { ca: await Bun.file(caFile).text() };
    expect((await fetch(`${addresses.cs}/?token=do-not-log`, { tls })).status).toBe(400);
    expect((await fetch(addresses.sts, { tls })).status).toBe(502);

    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    expect(existsSync(caFile)).toBe(false);
    const log = await child.stderr.text();
    expect(log).toContain("MissingSignatureNonce");
    expect(log).not.toContain("do-not-log");
  },
);

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stream.getReader();
  let text = "";
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) break;
    text += Buffer.from(value).toString();
  }
  return text;
}
