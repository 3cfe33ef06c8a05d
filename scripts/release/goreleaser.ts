import { $ } from "bun";

/** The goreleaser for releases: the newest version that builds from source with Go 1.26. */
export const GORELEASER_VERSION = "v2.16.0";

/**
 * Path of goreleaser: `GORELEASER`, else one built here, which takes minutes, from sources verified by Go's checksum
 * database.
 */
export async function findGoreleaser(): Promise<string> {
  const { GORELEASER } = process.env;
  if (GORELEASER !== undefined) return GORELEASER;
  const directory = `${import.meta.dir}/../../.release/bin`;
  const path = `${directory}/goreleaser`;
  if (!(await Bun.file(path).exists())) {
    console.log(`building goreleaser ${GORELEASER_VERSION}; this takes a few minutes`);
    const env = { ...process.env, GOBIN: directory };
    await $`go install github.com/goreleaser/goreleaser/v2@${GORELEASER_VERSION}`.env(env).quiet();
  }
  return path;
}
