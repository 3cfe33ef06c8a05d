import { describe, expect, test } from "bun:test";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errnoOf } from "../../../src/world/errno.ts";
import { readRegularFile } from "../../../src/world/read-regular-file.ts";

async function refusalOf(path: string): Promise<string | undefined> {
  return await readRegularFile(path).then(() => "read", errnoOf);
}

describe.skipIf(process.platform === "win32")("a text file", () => {
  test("is read whole", async () => {
    const folder = await mkdtemp(join(tmpdir(), "read-text-"));
    await writeFile(join(folder, "file"), "ü\n".repeat(10_000));
    expect(await readRegularFile(join(folder, "file"))).toBe("ü\n".repeat(10_000));
    await rm(folder, { recursive: true });
  });

  test("may be what a command writes into a pipe", async () => {
    const folder = await mkdtemp(join(tmpdir(), "read-text-"));
    const pipe = join(folder, "pipe");
    Bun.spawnSync(["mkfifo", pipe]);
    const writer = Bun.spawn(["sh", "-c", `echo hello > "${pipe}"`]);
    expect(await readRegularFile(pipe)).toBe("hello\n");
    await writer.exited;
    await rm(folder, { recursive: true });
  });

  test.each([
    ["/dev/zero", "ENXIO"],
    ["/", "EISDIR"],
    ["/no/such/file/anywhere", "ENOENT"],
  ])("is not %s", async (path, errno) => {
    expect(await refusalOf(path)).toBe(errno);
  });
});
