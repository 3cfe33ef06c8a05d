const LC_SEGMENT_64 = 0x19;
const LC_CODE_SIGNATURE = 0x1d;

/** Positions in a thin 64-bit Mach-O file; offsets in bytes. */
export interface MachO {
  readonly view: DataView<ArrayBuffer>;
  /** Size of `__TEXT` in the file. */
  readonly textSize: number;
  /** Offset of the load command of `__LINKEDIT`, the segment that ends the file. */
  readonly linkeditCommand: number;
  readonly signature: { readonly command: number; readonly offset: number; readonly size: number };
}

/** @throws Error if the file is not a signed thin 64-bit Mach-O file */
export function readMachO(file: Uint8Array<ArrayBuffer>): MachO {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.byteLength < 32 || view.getUint32(0, true) !== 0xfeedfacf) throw new Error("no 64-bit Mach-O file");
  let textSize: number | undefined;
  let linkeditCommand: number | undefined;
  let signature: MachO["signature"] | undefined;
  let command = 32;
  for (let index = view.getUint32(16, true); index > 0; index -= 1) {
    const kind = view.getUint32(command, true);
    if (kind === LC_SEGMENT_64) {
      const name = segmentName(file, command);
      if (name === "__TEXT") textSize = Number(view.getBigUint64(command + 48, true));
      if (name === "__LINKEDIT") linkeditCommand = command;
    } else if (kind === LC_CODE_SIGNATURE) {
      signature = { command, offset: view.getUint32(command + 8, true), size: view.getUint32(command + 12, true) };
    }
    command += view.getUint32(command + 4, true);
  }
  if (textSize === undefined || linkeditCommand === undefined) throw new Error("__TEXT or __LINKEDIT is missing");
  if (signature === undefined) throw new Error("there is no code signature");
  return { view, textSize, linkeditCommand, signature };
}

function segmentName(file: Uint8Array, command: number): string {
  return new TextDecoder().decode(file.subarray(command + 8, command + 24)).replace(/\0+$/, "");
}
