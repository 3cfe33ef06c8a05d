import { dlopen, ptr } from "bun:ffi";

/** A Windows job: a program with all its descendants. */
export interface WindowsJob {
  /** Ends whatever is still running. */
  readonly end: () => void;
}

const STANDARD_HANDLES = [-10, -11, -12] as const;
const HANDLE_FLAG_INHERIT = 1;
const EXTENDED_LIMIT_INFORMATION = 9;
const KILL_ON_JOB_CLOSE = 0x2000;
/** The size of 64-bit Windows' JOBOBJECT_EXTENDED_LIMIT_INFORMATION, and the offset of LimitFlags. */
const LIMIT_BYTES = 144;
const LIMIT_FLAGS_AT = 16;
/** PROCESS_SET_QUOTA and PROCESS_TERMINATE. */
const JOB_RIGHTS = 0x0101;

function kernel() {
  return dlopen("kernel32.dll", {
    GetStdHandle: { args: ["i32"], returns: "ptr" },
    SetHandleInformation: { args: ["ptr", "u32", "u32"], returns: "i32" },
    CreateJobObjectW: { args: ["ptr", "ptr"], returns: "ptr" },
    SetInformationJobObject: { args: ["ptr", "i32", "ptr", "u32"], returns: "i32" },
    OpenProcess: { args: ["u32", "i32", "u32"], returns: "ptr" },
    AssignProcessToJobObject: { args: ["ptr", "ptr"], returns: "i32" },
    TerminateJobObject: { args: ["ptr", "u32"], returns: "i32" },
    CloseHandle: { args: ["ptr"], returns: "i32" },
  }).symbols;
}

/**
 * Stops programs that this process starts from inheriting its standard streams: kubectl would wait for a program that
 * lives on with its pipe open. Never throws: if it fails, kubectl waits.
 */
export function keepStandardStreams(): void {
  try {
    const { GetStdHandle, SetHandleInformation } = kernel();
    for (const id of STANDARD_HANDLES) SetHandleInformation(GetStdHandle(id), HANDLE_FLAG_INHERIT, 0);
  } catch {
    // No FFI on this machine.
  }
}

/** Puts a program that was just started into its own job; undefined if that fails. */
export function putIntoJob(pid: number): WindowsJob | undefined {
  try {
    const { CreateJobObjectW, SetInformationJobObject, OpenProcess, AssignProcessToJobObject, ...close } = kernel();
    const job = CreateJobObjectW(null, null);
    const limits = new Uint8Array(LIMIT_BYTES);
    new DataView(limits.buffer).setUint32(LIMIT_FLAGS_AT, KILL_ON_JOB_CLOSE, true);
    SetInformationJobObject(job, EXTENDED_LIMIT_INFORMATION, ptr(limits), LIMIT_BYTES);
    const child = OpenProcess(JOB_RIGHTS, 0, pid);
    if (child === null) return undefined;
    const isIn = AssignProcessToJobObject(job, child) !== 0;
    close.CloseHandle(child);
    return isIn ? { end: () => void close.TerminateJobObject(job, 1) } : undefined;
  } catch {
    return undefined;
  }
}
