import { type MachO, readMachO } from "./mach-o.ts";

// How macOS verifies each page that it loads, and how a linker signs ad hoc: a hash per page, without an identity. The
// constants are those of Apple's open cs_blobs.h; they are big-endian, unlike the rest of the file.

const SUPER_BLOB = 0xfade0cc0;
const CODE_DIRECTORY = 0xfade0c02;
const CODE_DIRECTORY_VERSION = 0x20400;
const CODE_DIRECTORY_SIZE = 88;
const AD_HOC_BY_LINKER = 0x20002;
const SHA256 = { type: 2, size: 32 };
const PAGE_BITS = 12;
const MAIN_BINARY = 1n;

/**
 * The pages whose content does not match the file's signature: the kernel kills a program that loads one. `[-1]` if the
 * signature does not cover the whole file.
 * @throws Error if there is no signature with SHA-256 page hashes
 */
export function mismatchingPages(file: Uint8Array<ArrayBuffer>): number[] {
  const { view, signature } = readMachO(file);
  const directory = findCodeDirectory(view, signature.offset);
  const hashes = directory + view.getUint32(directory + 16);
  const count = view.getUint32(directory + 28);
  const limit = view.getUint32(directory + 32);
  if (view.getUint8(directory + 37) !== SHA256.type || view.getUint8(directory + 39) !== PAGE_BITS) {
    throw new Error("the signature's page hashes are not SHA-256 of 4096 bytes");
  }
  if (count !== pageCount(limit) || limit !== signature.offset) return [-1];
  const mismatching: number[] = [];
  for (let page = 0; page < count; page += 1) {
    const at = hashes + page * SHA256.size;
    if (Buffer.compare(file.subarray(at, at + SHA256.size), hashOfPage(file, page, limit)) !== 0)
      mismatching.push(page);
  }
  return mismatching;
}

/**
 * The file with a new ad-hoc signature: byte for byte the kind that Bun itself writes for arm64.
 * @param identifier the program's name in the signature
 */
export function signAdHoc(original: Uint8Array<ArrayBuffer>, identifier: string): Uint8Array<ArrayBuffer> {
  const { signature, ...machO } = readMachO(original);
  const limit = signature.offset;
  const name = new TextEncoder().encode(`${identifier}\0`);
  const hashOffset = CODE_DIRECTORY_SIZE + name.length;
  const directorySize = hashOffset + pageCount(limit) * SHA256.size;
  const superBlobSize = 20 + directorySize;

  const file = new Uint8Array(limit + superBlobSize);
  file.set(original.subarray(0, limit));
  const view = new DataView(file.buffer);
  resizeSignature(view, { signature, ...machO }, superBlobSize);

  const words = [SUPER_BLOB, superBlobSize, 1, 0, 20];
  words.push(CODE_DIRECTORY, directorySize, CODE_DIRECTORY_VERSION, AD_HOC_BY_LINKER, hashOffset, CODE_DIRECTORY_SIZE);
  words.push(0, pageCount(limit), limit);
  for (const [index, word] of words.entries()) view.setUint32(limit + index * 4, word);
  const directory = limit + 20;
  file.set([SHA256.size, SHA256.type, 0, PAGE_BITS], directory + 36);
  view.setBigUint64(directory + 72, BigInt(machO.textSize));
  view.setBigUint64(directory + 80, MAIN_BINARY);
  file.set(name, directory + CODE_DIRECTORY_SIZE);
  // Last, because the first page contains the load commands that were changed above.
  for (let page = 0; page < pageCount(limit); page += 1) {
    file.set(hashOfPage(file, page, limit), directory + hashOffset + page * SHA256.size);
  }
  return file;
}

/** Adjusts the two load commands with the length of the file. */
function resizeSignature(view: DataView, { signature, linkeditCommand }: MachO, size: number): void {
  view.setUint32(signature.command + 12, size, true);
  const start = view.getBigUint64(linkeditCommand + 40, true);
  const fileSize = BigInt(signature.offset + size) - start;
  const memorySize = view.getBigUint64(linkeditCommand + 32, true);
  view.setBigUint64(linkeditCommand + 48, fileSize, true);
  if (memorySize < fileSize) view.setBigUint64(linkeditCommand + 32, (fileSize + 0x3fffn) & ~0x3fffn, true);
}

function findCodeDirectory(view: DataView, superBlob: number): number {
  if (view.getUint32(superBlob) !== SUPER_BLOB) throw new Error("the code signature is not readable");
  for (let index = 0; index < view.getUint32(superBlob + 8); index += 1) {
    const blob = superBlob + view.getUint32(superBlob + 16 + index * 8);
    if (view.getUint32(blob) === CODE_DIRECTORY) return blob;
  }
  throw new Error("the code signature has no page hashes");
}

function pageCount(limit: number): number {
  return Math.ceil(limit / (1 << PAGE_BITS));
}

function hashOfPage(file: Uint8Array<ArrayBuffer>, page: number, limit: number): Uint8Array {
  const start = page << PAGE_BITS;
  return Bun.CryptoHasher.hash("sha256", file.subarray(start, Math.min(start + (1 << PAGE_BITS), limit)));
}
