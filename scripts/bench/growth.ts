import { getCredential, variablesOf } from "../../tests/support/command-lines.ts";
import { keyFields } from "../../tests/support/credential-files.ts";
import type { Scene } from "../../tests/support/scene.ts";
import { aliyunConfig } from "../../tests/support/search-context.ts";
import { mkdirSync, writeFileSync } from "node:fs";
import type { Contender } from "./contender.ts";

const CACHE_ENTRIES = [10, 1000, 100_000];
const PROFILES = [1, 100, 5000];
/** Size of each profile, so that 5 000 have 5 MB. */
const PROFILE_BYTES = 1000;

/** Cache hits with more and more entries in the cache, and more and more profiles in config.json. */
export async function growth(tool: string, scene: Scene): Promise<readonly Contender[]> {
  const { alice } = scene.cloud.identities;
  const folders = CACHE_ENTRIES.map((count): Contender => {
    const directory = `${scene.home}/cache-of-${count}`;
    fill(directory, count);
    return {
      name: `cache hit, ${count} entries in the cache`,
      argv: [tool, ...getCredential(scene.cloud, "--credential-cache-dir", directory)],
      env: { ...scene.env, ...variablesOf(alice) },
    };
  });
  const files = PROFILES.map(async (count): Promise<Contender> => {
    const profiles = Array.from({ length: count }, (_, index) => ({
      name: `profile-${index + 1}`,
      mode: "AK",
      ...keyFields(alice),
      language: "x".repeat(PROFILE_BYTES - 150),
    }));
    const path = await scene.write(`config-of-${count}.json`, aliyunConfig(profiles));
    const last = `profile-${count}`;
    return {
      name: `cache hit, ${count} profiles in config.json`,
      argv: [tool, ...getCredential(scene.cloud, "--profile-file", path, "--profile-name", last)],
      env: scene.env,
    };
  });
  return [...folders, ...(await Promise.all(files))];
}

/** Creates cache files with names like those of entries. */
function fill(directory: string, count: number): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (let index = 0; index < count; index += 1) {
    const name = `cffffffffffffffff-${index.toString(16).padStart(32, "0")}.json`;
    writeFileSync(`${directory}/${name}`, "{}", { mode: 0o600 });
  }
}
