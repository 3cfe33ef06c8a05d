import { insteadOf } from "../../errors/closest-name.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { CREDENTIALS_FILE } from "../../environment/default-files.ts";
import { parseBoolean } from "../../environment/read-variable.ts";
import { profileSource } from "../aliyun-config/read-profile-fields.ts";
import { readCredentialsFile } from "../read-credentials-file.ts";
import { absent, profileNameGiver, type SearchContext, type SearchResult } from "../provider.ts";
import { type IniDocument, parseIni } from "./parse-ini.ts";
import { sectionSource } from "./read-section-fields.ts";

/** The source in the SDKs' shared INI file: a `--profile-file` that is not `*.json`, else the default file. */
export async function searchIni(context: SearchContext): Promise<SearchResult> {
  const { profileFile } = context.settings;
  const isNamed = profileFile !== undefined && !profileFile.endsWith(".json");
  return await searchIniFile(isNamed ? profileFile : CREDENTIALS_FILE, isNamed, context);
}

/**
 * The source in an INI file.
 * @param isNamed whether the user named this file: then it must exist and contain the section
 * @throws ToolError `credentials_invalid`
 */
export async function searchIniFile(path: string, isNamed: boolean, context: SearchContext): Promise<SearchResult> {
  const file = await readCredentialsFile(path, isNamed, context);
  return file.path === undefined ? absent(file.reason) : searchIniText(file, isNamed, context);
}

/** The same for a file that was read. @throws ToolError `credentials_invalid` */
export function searchIniText(
  file: { readonly path: string; readonly content: string },
  isNamed: boolean,
  context: SearchContext,
): SearchResult {
  const sections = parseIni(file.content);
  const name = context.settings.profileName ?? "default";
  const section = sections.get(name);
  if (section === undefined) {
    const reason = unknownSection(name, sections);
    if (!isNamed) return absent(reason);
    throw invalid(`${file.path}: ${reason}`, `name another section with ${profileNameGiver(context)}`);
  }
  const label = `section [${name}] in ${file.path}`;
  if (section.mistake !== undefined)
    throw invalid(`${file.path}, line ${section.mistake.line} ${section.mistake.problem}`, "fix the file");
  const enable = section.values.get("enable");
  if (enable !== undefined && parseBoolean(enable) === false) {
    const reason = `section [${name}] is switched off (enable = ${enable})`;
    if (!isNamed) return absent(reason);
    throw invalid(`${file.path}: ${reason}`, `name another section with ${profileNameGiver(context)}`);
  }
  return {
    found: true,
    warnings: section.doubts.map(({ line, problem }) => `${file.path}, line ${line}: ${problem}`),
    source: sectionSource({
      label,
      section: section.values,
      context,
      readPrinted: (profile) =>
        profileSource({
          label: `the output of process_command of ${label}`,
          name,
          profile,
          file: undefined,
          context,
          sourceProfile: () => {
            throw invalid(
              `the output of process_command of ${label} must not name another profile`,
              "let the program print an access key",
            );
          },
        }),
    }),
    origin: { description: label, identity: ["ini", file.path, name] },
  };
}

function invalid(message: string, hint: string): ToolError {
  return new ToolError({ code: "credentials_invalid", message, hint });
}

function unknownSection(name: string, sections: IniDocument): string {
  return `no section [${name}]${insteadOf(name, [...sections.keys()], (key) => `[${key}]`)}`;
}
