import { expect, test } from "bun:test";
import { executableKind } from "../../../scripts/release/executable-kind.ts";

test("the program that runs this test is one for this machine", async () => {
  const formats: Readonly<Record<string, string>> = { linux: "elf", darwin: "mach-o", win32: "pe" };
  const head = await Bun.file(process.execPath).slice(0, 65_536).bytes();
  const kind = executableKind(head);
  expect(kind).toMatchObject({ format: formats[process.platform], arch: process.arch });
  if (process.platform === "linux") expect(kind?.loader).toMatch(/^\/lib(?:64)?\/ld-/);
});

test.each([
  ["nothing", new Uint8Array()],
  ["text", new TextEncoder().encode("#!/bin/sh\n".repeat(20))],
  ["half a header", new Uint8Array([0x7f, 0x45, 0x4c, 0x46])],
])("%s is not an executable", (_, file) => {
  expect(executableKind(file)).toBeUndefined();
});
