import { ToolError } from "../../errors/tool-error.ts";
import { CREDENTIALS_FILE } from "../../paths.ts";
import { profileSource } from "../aliyun-config/profile-source.ts";
import { readCredentialsFile } from "../credentials-file.ts";
import { absent, type Finding, type Place } from "../place.ts";
import type { SearchContext } from "../search-context.ts";
import { type IniDocument, parseIni } from "./parse-ini.ts";
import { sectionSource } from "./section-source.ts";

/** The SDKs' shared INI file: `--profile-file` that is not `*.json`, else the default file. */
export const iniPlace: Place = {
  name: CREDENTIALS_FILE,
  search: async (context) => {
    const { profileFile } = context.settings;
    const isNamed = profileFile !== undefined && !profileFile.endsWith(".json");
    return await searchIniFile(isNamed ? profileFile : CREDENTIALS_FILE, isNamed, context);
  },
};

/**
 * The source in an INI file.
 * @param isNamed whether the user named this file: then it must be there and have the section
 * @throws ToolError `credentials_invalid`
 */
export async function searchIniFile(path: string, isNamed: boolean, context: SearchContext): Promise<Finding> {
  const file = await readCredentialsFile(path, isNamed, context);
  if (file.path === undefined) return absent(file.reason);

  const sections = parseIni(file.content);
  const name = context.settings.profileName ?? "default";
  const section = sections.get(name);
  if (section === undefined) {
    const reason = unknownSection(name, sections);
    if (!isNamed) return absent(reason);
    throw new ToolError({
      code: "credentials_invalid",
      message: `${file.path}: ${reason}`,
      hint: "name another section with --profile-name",
    });
  }
  const named = `section [${name}] in ${file.path}`;
  return {
    found: true,
    source: sectionSource({
      named,
      section,
      context,
      readPrinted: (profile) =>
        profileSource({
          named: `the output of process_command of ${named}`,
          name,
          profile,
          file: undefined,
          context,
          sourceProfile: () => {
            throw new ToolError({
              code: "credentials_invalid",
              message: `the output of process_command of ${named} may not name another profile`,
            });
          },
        }),
    }),
    origin: { description: named, identity: ["ini", file.path, name] },
  };
}

function unknownSection(name: string, sections: IniDocument): string {
  const known = [...sections.keys()].map((key) => `[${key}]`).join(", ");
  return `it has no section [${name}]${known === "" ? "" : `, only ${known}`}`;
}
