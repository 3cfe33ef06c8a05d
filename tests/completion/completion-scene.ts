import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A home directory with profiles and files to complete, and the tool on the PATH. */
export interface CompletionScene extends AsyncDisposable {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Profiles as people name them, and as somebody might who wants to do harm. */
const PROFILES = ["default", "prod-cn", "my prod", "$(touch harm)", "acct:ops=rw"];

/** Sets the scene in a new directory, which is also the home directory. */
export async function setCompletionScene(): Promise<CompletionScene> {
  const directory = await mkdtemp(join(tmpdir(), "completion-"));
  const tool = join(directory, "bin", "ack-ram-tool");
  const config = { current: "default", profiles: PROFILES.map((name) => ({ name, mode: "AK" })) };
  for (const path of ["bin", ".aliyun", "certificates"]) await mkdir(join(directory, path));
  await writeFile(join(directory, ".aliyun", "config.json"), JSON.stringify(config));
  await writeFile(join(directory, "certainly-a-file"), "");
  const main = join(import.meta.dir, "../../src/main.ts");
  await writeFile(tool, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
  await chmod(tool, 0o755);
  return {
    directory,
    env: { HOME: directory, PATH: `${join(directory, "bin")}:${process.env["PATH"] ?? ""}` },
    [Symbol.asyncDispose]: async () => await rm(directory, { recursive: true, force: true }),
  };
}
