import { expect, test } from "bun:test";
import { mismatchingPages, signAdHoc } from "../../../scripts/release/code-signature.ts";

// The rehearsal compares the signature with Bun's own, on the real binaries.

const SIGNATURE_OFFSET = 0x2800;

/** The least of a Mach-O file: `__TEXT`, `__LINKEDIT`, and a place for a signature at the end. */
function machO(): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(SIGNATURE_OFFSET + 64).fill(7);
  const view = new DataView(file.buffer);
  file.fill(0, 0, 32 + 72 + 72 + 16);
  view.setUint32(0, 0xfeedfacf, true);
  view.setUint32(16, 3, true);
  const segment = (at: number, name: string, offset: number, size: number): void => {
    view.setUint32(at, 0x19, true);
    view.setUint32(at + 4, 72, true);
    file.set(new TextEncoder().encode(name), at + 8);
    view.setBigUint64(at + 32, BigInt(size), true);
    view.setBigUint64(at + 40, BigInt(offset), true);
    view.setBigUint64(at + 48, BigInt(size), true);
  };
  segment(32, "__TEXT", 0, 0x2000);
  segment(104, "__LINKEDIT", 0x2000, SIGNATURE_OFFSET + 64 - 0x2000);
  view.setUint32(176, 0x1d, true);
  view.setUint32(180, 16, true);
  view.setUint32(184, SIGNATURE_OFFSET, true);
  view.setUint32(188, 64, true);
  return file;
}

test("every page of a signed file matches its signature", () => {
  const signed = signAdHoc(machO(), "tool");
  expect(mismatchingPages(signed)).toEqual([]);
  expect(signAdHoc(signed, "tool")).toEqual(signed);
});

test.each([
  ["an address in a load command", 56, 0],
  ["the code", 0x1234, 1],
  ["the last page, which is not a whole one", SIGNATURE_OFFSET - 1, 2],
])("a changed byte in %s shows up as its page", (_, offset, page) => {
  const signed = signAdHoc(machO(), "tool");
  signed[offset] = (signed[offset] ?? 0) ^ 1;
  expect(mismatchingPages(signed)).toEqual([page]);
});

test("the file ends with its signature, and __LINKEDIT with the file", () => {
  const signed = signAdHoc(machO(), "tool");
  const view = new DataView(signed.buffer);
  expect(view.getUint32(184, true) + view.getUint32(188, true)).toBe(signed.length);
  expect(view.getBigUint64(104 + 40, true) + view.getBigUint64(104 + 48, true)).toBe(BigInt(signed.length));
});

test("anything but a signed Mach-O file is refused", () => {
  expect(() => mismatchingPages(new Uint8Array(64))).toThrow("no 64-bit Mach-O file");
  expect(() => mismatchingPages(machO())).toThrow("not readable");
});
