import { ToolError } from "../../errors/tool-error.ts";
import { CREDENTIALS_FILE } from "../../paths.ts";
import { readCredentialsFile } from "../credentials-file.ts";
import { absent, type Place, type SearchContext } from "../place.ts";
import { parseIni } from "./parse-ini.ts";
import { sectionSource } from "./section-source.ts";

/** The SDKs' shared INI file: `--profile-file` that is not `*.json`, else the default file. */
export const iniPlace: Place = {
  name: CREDENTIALS_FILE,
  search: async (context: SearchContext) => {
    const { profileFile, profileName } = context.settings;
    const isNamed = profileFile !== undefined && !profileFile.endsWith(".json");
    const file = await readCredentialsFile(isNamed ? profileFile : CREDENTIALS_FILE, isNamed, context);
    if (file.path === undefined) return absent(file.reason);

    const sections = parseIni(file.content);
    const name = profileName ?? "default";
    const section = sections.get(name);
    if (section === undefined) {
      const known = [...sections.keys()];
      const reason = `it has no section [${name}]${known.length === 0 ? "" : `, only ${known.map((key) => `[${key}]`).join(", ")}`}`;
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
      source: sectionSource(named, Object.fromEntries(section)),
      origin: { description: named, identity: ["ini", file.path, name] },
    };
  },
};
