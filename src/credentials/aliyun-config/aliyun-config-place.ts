import { ToolError } from "../../errors/tool-error.ts";
import { ALIYUN_CONFIG_FILE } from "../../paths.ts";
import { readJson, readValue } from "../../schema/read-json.ts";
import { readCredentialsFile } from "../credentials-file.ts";
import { absent, type Place, type SearchContext } from "../place.ts";
import { configSchema, profileSchema } from "./config-schema.ts";
import { profileSource } from "./profile-source.ts";

/** The aliyun CLI's configuration: `--profile-file *.json`, else the default file. */
export const aliyunConfigPlace: Place = {
  name: ALIYUN_CONFIG_FILE,
  search: async (context: SearchContext) => {
    const { profileFile, profileName } = context.settings;
    const file = await readCredentialsFile(profileFile ?? ALIYUN_CONFIG_FILE, profileFile !== undefined, context);
    if (file.path === undefined) return absent(file.reason);

    const read = readJson(configSchema, file.content);
    if (!read.ok) throw broken(file.path, read.problem, "mend the file, or write it anew with: aliyun configure");
    const profiles = read.value.profiles ?? [];
    const name = profileName ?? (read.value.current || "default");
    const found = profiles.find((profile) => hasName(profile, name));
    if (found === undefined) {
      if (profileName === undefined && profiles.length === 0) return absent("it has no profiles yet");
      const known = profiles.flatMap((profile) => nameOf(profile) ?? []);
      const reason = `it has no profile "${name}"${known.length === 0 ? "" : `, only ${shortList(known)}`}`;
      if (profileName !== undefined && profileFile === undefined) return absent(reason);
      throw broken(
        file.path,
        reason,
        "name another profile with --profile-name, or add this one with: aliyun configure --profile NAME",
      );
    }
    const named = `profile "${name}" in ${file.path}`;
    const profile = readValue(profileSchema, found);
    if (!profile.ok) throw broken(named, profile.problem);
    return {
      found: true,
      source: profileSource(named, name, profile.value),
      origin: { description: named, identity: ["aliyun-config", file.path, name] },
    };
  },
};

function nameOf(profile: unknown): string | undefined {
  if (typeof profile !== "object" || profile === null || !("name" in profile)) return undefined;
  return typeof profile.name === "string" ? profile.name : undefined;
}

function hasName(profile: unknown, name: string): boolean {
  return nameOf(profile) === name;
}

function shortList(names: readonly string[]): string {
  return names.length <= 10 ? names.join(", ") : `${names.slice(0, 10).join(", ")} and ${names.length - 10} more`;
}

function broken(where: string, problem: string, hint?: string): ToolError {
  return new ToolError({ code: "credentials_invalid", message: `${where}: ${problem}`, hint });
}
