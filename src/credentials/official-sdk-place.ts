import * as VARIABLES from "../variables.ts";
import { ALIYUN_CONFIG_FILE, CREDENTIALS_FILE, resolvePath } from "../paths.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Place } from "./place.ts";
import type { SearchContext } from "./search-context.ts";

/**
 * `--credential-type sdk`: whatever the official package's default chain finds. Nobody knows whose credentials that will be
 * before it is asked, so everything that it reads is part of the identity.
 */
export const officialSdkPlace: Place = {
  name: "--credential-type sdk",
  search: async (context) => ({
    found: true,
    source: { kind: "sdk", profileName: undefined, fingerprint: await surroundings(context) },
    origin: { description: "the official SDK's default chain", identity: ["sdk"] },
  }),
};

async function surroundings({ world }: SearchContext): Promise<string> {
  const named = world.env[VARIABLES.credentialsFile];
  const paths = [ALIYUN_CONFIG_FILE, CREDENTIALS_FILE, ...(named === undefined ? [] : [named])];
  const contents = paths.map(async (path) => {
    const file = resolvePath(path, world);
    try {
      return file && (await world.files.readText(file));
    } catch {
      return undefined;
    }
  });
  const variables = Object.entries(world.env)
    .filter(([name]) => name.startsWith(VARIABLES.officialPrefix))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return fingerprint(JSON.stringify([variables, await Promise.all(contents)]));
}
