import { findVariable, readVariable } from "../environment/read-variable.ts";
import { ToolError } from "../errors/tool-error.ts";
import * as VARIABLES from "../environment/variable-names.ts";
import { environmentProvider } from "./environment-provider.ts";
import { profileNameGiver, type SearchContext } from "./provider.ts";
import { providerChain } from "./provider-chain.ts";

/**
 * Warns that the environment's credentials override `--profile-name`, as they do in the Go tool and the SDKs. No
 * warning under kubectl, which would show it on every call.
 * @throws ToolError `credentials_not_found` if no provider has a profile of this name
 */
export async function shadowedProfile(context: SearchContext): Promise<readonly string[]> {
  const { settings, world } = context;
  const shown = JSON.stringify(settings.profileName);
  const reasons: string[] = [];
  for (const { provider, skipped } of providerChain(settings)) {
    if (skipped !== undefined || provider === environmentProvider) continue;
    const reason = await reasonForAbsence(() => provider.search(context));
    if (reason === undefined)
      return readVariable(world.env, VARIABLES.execInfo) === undefined ? [shadowed(shown, context)] : [];
    reasons.push(`${provider.name}: ${reason}`);
  }
  throw new ToolError({
    code: "credentials_not_found",
    message: `there is no profile ${shown}`,
    items: reasons,
    hint: `name an existing profile with ${profileNameGiver(context)}, or leave it out to use the environment's credentials`,
  });
}

/** Undefined if the profile exists, even if it is broken. */
async function reasonForAbsence(
  search: () => ReturnType<typeof environmentProvider.search>,
): Promise<string | undefined> {
  try {
    const finding = await search();
    return finding.found ? undefined : finding.reason;
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}

function shadowed(profile: string, { world: { env } }: SearchContext): string {
  const names = [VARIABLES.accessKeyId, VARIABLES.oidcTokenFile, VARIABLES.credentialsUri, VARIABLES.ecsMetadataRole];
  const variable = names.flatMap((each) => findVariable(env, each)?.name ?? [])[0] ?? "the environment";
  return `profile ${profile} is not used, because ${variable} comes first: to use the profile, add --ignore-env-credentials`;
}
