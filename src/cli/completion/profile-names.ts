import { readAliyunConfig } from "../../credentials/aliyun-config/config-file.ts";
import { parseIni } from "../../credentials/ini/parse-ini.ts";
import { resolvePath } from "../../environment/resolve-path.ts";
import { ALIYUN_CONFIG_FILE, CREDENTIALS_FILE } from "../../environment/default-files.ts";
import type { World } from "../../world/world.ts";

/**
 * Candidates for `--profile-name`: profiles in the given credentials file, else in the default files. Never throws: an
 * unreadable file has no names.
 */
export async function profileNames(
  profileFile: string | undefined,
  world: Pick<World, "env" | "files" | "platform" | "cwd">,
): Promise<readonly string[]> {
  const files = profileFile === undefined ? [ALIYUN_CONFIG_FILE, CREDENTIALS_FILE] : [profileFile];
  const names = await Promise.all(files.map(async (file) => await namesIn(file, world).catch(() => [])));
  return [...new Set(names.flat())];
}

async function namesIn(
  file: string,
  world: Pick<World, "env" | "files" | "platform" | "cwd">,
): Promise<readonly string[]> {
  const path = resolvePath(file, world);
  if (path === undefined) return [];
  const content = await world.files.readText(path);
  return path.endsWith(".json") ? readAliyunConfig(path, content).names() : [...parseIni(content).keys()];
}
