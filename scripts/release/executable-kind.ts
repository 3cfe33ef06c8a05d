/** The kind of executable according to a file's header. */
export interface ExecutableKind {
  readonly format: "elf" | "mach-o" | "pe";
  readonly arch: "x64" | "arm64";
  /** The loader in an ELF file. */
  readonly loader?: string;
}

const ELF_MACHINES: ReadonlyMap<number, ExecutableKind["arch"]> = new Map([
  [0x3e, "x64"],
  [0xb7, "arm64"],
]);
const PE_MACHINES: ReadonlyMap<number, ExecutableKind["arch"]> = new Map([
  [0x8664, "x64"],
  [0xaa64, "arm64"],
]);
const MACH_O_MACHINES: ReadonlyMap<number, ExecutableKind["arch"]> = new Map([
  [0x0100_0007, "x64"],
  [0x0100_000c, "arm64"],
]);

/** Parses the header of an executable; undefined for a kind that no release has. */
export function executableKind(file: Uint8Array<ArrayBuffer>): ExecutableKind | undefined {
  if (file.byteLength < 64) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(0) === 0x7f454c46) {
    const arch = ELF_MACHINES.get(view.getUint16(18, true));
    return arch && { format: "elf", arch, loader: elfLoader(file, view) };
  }
  if (view.getUint32(0, true) === 0xfeedfacf) {
    const arch = MACH_O_MACHINES.get(view.getUint32(4, true));
    return arch && { format: "mach-o", arch };
  }
  const pe = view.getUint32(60, true);
  if (view.getUint16(0) !== 0x4d5a || view.getUint32(pe) !== 0x5045_0000) return undefined;
  const arch = PE_MACHINES.get(view.getUint16(pe + 4, true));
  return arch && { format: "pe", arch };
}

const PT_INTERP = 3;

function elfLoader(file: Uint8Array, view: DataView): string {
  const entrySize = view.getUint16(54, true);
  let header = Number(view.getBigUint64(32, true));
  for (let left = view.getUint16(56, true); left > 0; left -= 1, header += entrySize) {
    if (view.getUint32(header, true) !== PT_INTERP) continue;
    const start = Number(view.getBigUint64(header + 8, true));
    const size = Number(view.getBigUint64(header + 32, true));
    return new TextDecoder().decode(file.subarray(start, start + size - 1));
  }
  return "";
}
