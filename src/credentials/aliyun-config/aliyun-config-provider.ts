import type { LabelledText } from "../../alibaba/product-endpoint.ts";
import { insteadOf } from "../../errors/closest-name.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { findVariable } from "../../environment/read-variable.ts";
import { ALIYUN_CONFIG_FILE } from "../../environment/default-files.ts";
import * as VARIABLES from "../../environment/variable-names.ts";
import { readCredentialsFile } from "../read-credentials-file.ts";
import { absent, profileNameGiver, type SearchContext, type SearchResult } from "../provider.ts";
import { type ProfileFields, profileFields } from "../field-readers/named-fields.ts";
import { wantsVpc } from "../field-readers/choose-sts-endpoint.ts";
import type { Source } from "../source.ts";
import { type AliyunConfig, describeProfile, openAliyunConfig } from "./config-file.ts";
import { profileSource } from "./read-profile-fields.ts";

/**
 * The source in the aliyun CLI's configuration: `--profile-file *.json`, else the default file.
 * @throws ToolError `credentials_invalid`
 */
export async function searchAliyunConfig(context: SearchContext): Promise<SearchResult> {
  const { profileFile, profileName } = context.settings;
  const variable = findVariable(context.world.env, VARIABLES.aliyunConfigFile);
  const wanted = profileFile ?? (variable?.value || ALIYUN_CONFIG_FILE);
  const file = await readCredentialsFile(wanted, profileFile !== undefined, context);
  if (file.path === undefined) {
    const isNamed = profileFile === undefined && variable !== undefined && wanted !== ALIYUN_CONFIG_FILE;
    const reason = isNamed ? `${variable.name} names ${JSON.stringify(wanted)}: ${file.reason}` : file.reason;
    return isNamed ? absent(reason, reason) : absent(reason);
  }
  const config = await openAliyunConfig(file.path, file.content);
  const name = profileName ?? config.current;
  if (config.find(name) === undefined) {
    if (profileName === undefined && profileFile === undefined && config.names().length === 0)
      return absent("no profiles yet");
    // A later provider may have the requested profile.
    if (profileName !== undefined && profileFile === undefined) return absent(unknownProfile(name, config));
    const which = profileName === undefined ? "the current profile does not exist: " : "";
    const hint =
      config.names().length === 0 ? "add a profile to it" : `name another one with ${profileNameGiver(context)}`;
    throw invalid(`${file.path}: ${which}${unknownProfile(name, config)}`, hint);
  }
  const path = file.path;
  const description = describeProfile(name, path);
  const fields = profileFields(description, config.find(name), () => "");
  // A cancelled `aliyun configure` leaves such a profile. The official provider chain skips it, too.
  const isEmpty = !["mode", "access_key_id", "access_key_secret"].some((field) => fields.has(field));
  if (isEmpty && profileName === undefined && profileFile === undefined) {
    return absent(`profile ${JSON.stringify(name)} is not configured yet`);
  }
  return {
    found: true,
    source: readProfile(name, { config, path, context, trail: [] }),
    origin: { description, identity: ["aliyun-config", path, name] },
    vpc: wantsVpc(fields) ? { region: regionOf(fields, description) } : undefined,
  };
}

function regionOf(fields: ProfileFields, description: string): LabelledText | undefined {
  const text = fields.optionalText("region_id");
  return text === undefined ? undefined : { label: `region_id of ${description}`, text };
}

interface Chain {
  readonly config: AliyunConfig;
  readonly path: string;
  readonly context: SearchContext;
  /** The profiles followed so far through `source_profile`. */
  readonly trail: readonly string[];
}

function readProfile(name: string, chain: Chain): Source {
  const { config, path, context, trail } = chain;
  const label = describeProfile(name, path);
  return profileSource({
    label,
    name,
    profile: config.find(name),
    file: path,
    context,
    sourceProfile: (next) => {
      const steps = [...trail, name];
      if (steps.includes(next)) {
        throw invalid(
          `${label}: source_profile forms a cycle: ${[...steps, next].join(" -> ")}`,
          "point one source_profile at a profile that has credentials of its own",
        );
      }
      if (config.find(next) === undefined) {
        throw invalid(
          `${label}: invalid source_profile: ${unknownProfile(next, config)}`,
          "name an existing profile in source_profile",
        );
      }
      return readProfile(next, { ...chain, trail: steps });
    },
  });
}

function unknownProfile(name: string, config: AliyunConfig): string {
  return `no profile ${JSON.stringify(name)}${insteadOf(name, config.names())}`;
}

function invalid(message: string, hint: string): ToolError {
  return new ToolError({ code: "credentials_invalid", message, hint });
}
