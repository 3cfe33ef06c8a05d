import { findVariable } from "../read-variable.ts";
import { ToolError } from "../errors/tool-error.ts";
import type { LoggedWorld } from "../log/logged-world.ts";
import * as VARIABLES from "../variable-names.ts";
import { errnoText } from "../world/errno.ts";
import type { Env } from "../world/world.ts";

/** A system's whole bundle has 250 kB. */
const MAX_BYTES = 8 * 1024 * 1024;

/** What the check of the CA variables needs. */
export type CaFilePorts = Pick<LoggedWorld, "env" | "files" | "fileWriter" | "unsetVariable" | "log">;

/** The environments that were checked: one warning is enough, and the runtime opens the files once. */
const looks = new WeakMap<Env, Promise<void>>();

/**
 * Checks the files in the CA variables before the runtime opens them for the first connection: a pipe or a device it
 * would read forever, and any unusable file it would report in its own words. An unusable file is a warning, and the
 * variable is hidden from the runtime.
 * @throws ToolError `tls` if a file that never ends cannot be hidden
 */
export function dropUnusableCaFiles(ports: CaFilePorts): Promise<void> {
  const look = looks.get(ports.env) ?? dropUnusable(ports);
  looks.set(ports.env, look);
  return look;
}

async function dropUnusable(ports: CaFilePorts): Promise<void> {
  for (const { name, value, problem } of await unusableCaFiles(ports)) {
    if (!(await ports.unsetVariable(name)) && problem === NEVER_ENDS) {
      throw new ToolError({
        code: "tls",
        message: `${name} names ${value}, which ${problem}`,
        hint: `name a PEM file, or run: unset ${name}`,
      });
    }
    ports.log.warn(`${name} names ${value}, which ${problem}: continuing without it`);
  }
}

/** A CA variable with an unusable file, and the reason. */
export interface UnusableCaFile {
  readonly name: string;
  readonly value: string;
  /** Continues "FILE, which …". */
  readonly problem: string;
}

/** The CA variables whose files the runtime could not use. */
export async function unusableCaFiles(
  ports: Pick<CaFilePorts, "env" | "files" | "fileWriter">,
): Promise<readonly UnusableCaFile[]> {
  const unusable: UnusableCaFile[] = [];
  for (const variable of VARIABLES.extraCaCertificates) {
    const { name, value } = findVariable(ports.env, [variable]) ?? {};
    if (name === undefined || value === undefined) continue;
    const problem = await problemWith(value, name === VARIABLES.extraCaCertificates[0], ports);
    if (problem !== undefined) unusable.push({ name, value, problem });
  }
  return unusable;
}

const NEVER_ENDS = "is a pipe or a device";

async function problemWith(
  path: string,
  isStrict: boolean,
  { files, fileWriter }: Pick<CaFilePorts, "files" | "fileWriter">,
): Promise<string | undefined> {
  const size = files.size(path);
  if (size === Number.POSITIVE_INFINITY) return NEVER_ENDS;
  if (size > MAX_BYTES) return `has more than ${MAX_BYTES / 1024 / 1024} MB`;
  let text: string;
  try {
    // The file writer's read avoids starting threads, which takes 5 ms. It is loaded by now: a lock was taken.
    text = Buffer.from((await fileWriter()).readBytes(path)).toString("utf8");
  } catch (error) {
    return `cannot be read (${errnoText(error)})`;
  }
  return problemInPem(text, isStrict);
}

/**
 * Why BoringSSL would ignore a file: one damaged certificate makes it ignore all of them. Checks the DER length
 * only; the rest is checked when it is used.
 * @param isStrict for Node's variable, which ignores OpenSSL's TRUSTED CERTIFICATE
 */
function problemInPem(text: string, isStrict: boolean): string | undefined {
  const label = isStrict ? "(?:X509 )?CERTIFICATE" : "(?:X509 |TRUSTED )?CERTIFICATE";
  const blocks = [...text.matchAll(new RegExp(`^-----BEGIN ${label}-----\\r?\\n([^-]*)^-----END `, "gm"))];
  if (blocks.length === 0) {
    return text.includes("CERTIFICATE-----")
      ? "has a certificate that is not strict PEM (TRUSTED, indented, or after a byte order mark)"
      : "has no certificate in PEM";
  }
  const damaged = blocks.findIndex(([, base64 = ""]) => !isWholeDer(Buffer.from(base64, "base64")));
  return damaged === -1 ? undefined : `has a damaged certificate (number ${damaged + 1} of ${blocks.length})`;
}

/** Whether it is a DER SEQUENCE of the length that it declares (X.690, 8.1.3). */
function isWholeDer(bytes: Uint8Array): boolean {
  const [tag, first = 0] = bytes;
  if (tag !== 0x30) return false;
  if (first < 0x80) return bytes.length === 2 + first;
  const lengthBytes = first & 0x7f;
  const length = bytes.subarray(2, 2 + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  return bytes.length === 2 + lengthBytes + length;
}
