import * as v from "valibot";
import { shellWord } from "../../errors/quote-shell-word.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { resolvePath } from "../../environment/resolve-path.ts";
import { ALIYUN_CONFIG_FILE } from "../../environment/default-files.ts";
import { caseInsensitiveField } from "../../schema/case-insensitive-field.ts";
import { readJson } from "../../schema/read-json.ts";
import type { World } from "../../world/world.ts";

/**
 * The aliyun CLI's config.json. Profiles are not checked here: there may be thousands, and a broken one must not
 * prevent the use of another.
 */
const configSchema = v.pipe(
  v.looseObject({}),
  v.transform((file) => ({
    current: caseInsensitiveField(file, "current"),
    profiles: caseInsensitiveField(file, "profiles"),
  })),
  v.object({
    current: v.nullish(v.string()),
    // `v.array` would visit each profile: 1 ms for 5 000.
    profiles: v.nullish(v.instance(Array<unknown>)),
  }),
);

/** The profiles of a config.json. */
export interface AliyunConfig {
  /** The profile to use by default. */
  readonly current: string;
  /** Names in the file's order; a profile without a name is left out. */
  readonly names: () => readonly string[];
  /** The first profile of this name, unchecked. */
  readonly find: (name: string) => unknown;
}

/** @throws ToolError `credentials_invalid`; its message never quotes the file */
export function readAliyunConfig(path: string, content: string): AliyunConfig {
  const read = readJson(configSchema, content);
  if (!read.ok) throw invalidConfig(path, read.problem);
  const profiles = read.value.profiles ?? [];
  return {
    current: read.value.current || "default",
    names: () => profiles.flatMap((profile) => nameOf(profile) ?? []),
    find: (name) => profiles.find((profile) => nameOf(profile) === name),
  };
}

/** As {@link readAliyunConfig}; for text that is not JSON, the error says in which line. */
export async function openAliyunConfig(path: string, content: string): Promise<AliyunConfig> {
  try {
    return readAliyunConfig(path, content);
  } catch (error) {
    const { jsonMistakeLine } = await import("../../schema/json-mistake-line.ts");
    const line = content.trim() === "" ? undefined : jsonMistakeLine(content);
    throw line === undefined ? error : invalidConfig(path, `it is not valid JSON (line ${line})`);
  }
}

function invalidConfig(path: string, problem: string): ToolError {
  return new ToolError({
    code: "credentials_invalid",
    message: `${path}: ${problem}`,
    hint: `fix the file, or set it aside: mv ${shellWord(path)} ${shellWord(`${path}.broken`)}`,
  });
}

/**
 * The command that signs in to a profile, for hints.
 * @param file undefined: the default one
 */
export function signInCommand(
  file: string | undefined,
  profileName: string,
  world: Pick<World, "env" | "platform" | "cwd">,
): string {
  const isUsual = file === undefined || file === resolvePath(ALIYUN_CONFIG_FILE, world);
  const ofFile = isUsual ? "" : ` --profile-file ${shellWord(file)}`;
  return `ack-ram-tool auth login --profile-name ${shellWord(profileName)}${ofFile}`;
}

/** A profile and its file, for messages. Quoted, because a name may contain a line break and a forged hint. */
export function describeProfile(name: string, path: string): string {
  return `profile ${JSON.stringify(name)} in ${path}`;
}

function nameOf(profile: unknown): string | undefined {
  if (typeof profile !== "object" || profile === null) return undefined;
  const name = caseInsensitiveField(profile, "name");
  return typeof name === "string" ? name : undefined;
}
