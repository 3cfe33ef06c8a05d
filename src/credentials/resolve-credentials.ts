import { absent, type FoundSource, type Origin, type SearchContext } from "./provider.ts";
import { sessionName } from "./field-readers/role-session.ts";
import { stsEndpoint } from "./field-readers/choose-sts-endpoint.ts";
import { providerChain } from "./provider-chain.ts";
import type { Source, SourceIdentity } from "./source.ts";
import { sourceIdentity, sourceSecret } from "./source-kinds.ts";

/** The source in use, and where it was found. */
export interface Resolution extends FoundSource {
  /** Whose credentials these are: the cache key's part for origin and source. */
  readonly identity: SourceIdentity;
  /** Warnings that the environment overrides `--profile-name`; shown even on a cache hit. */
  readonly shadowed: readonly string[];
  /** See {@link sourceSecret}. */
  readonly secret: string | undefined;
}

/**
 * Decides which source to use, without the network or a program. The first provider that has a source wins; broken
 * credentials stop the search.
 * @throws ToolError `credentials_not_found`, `credentials_invalid`, `usage`, `timeout`
 */
export async function resolveCredentials(context: SearchContext): Promise<Resolution> {
  const tried: string[] = [];
  const warnings: string[] = [];
  for (const { provider, skipped } of providerChain(context.settings)) {
    const finding = skipped === undefined ? await provider.search(context) : absent(skipped);
    warnings.push(...(finding.warnings ?? []));
    if (finding.found) {
      const { origin, vpc } = finding;
      const isShadowing = origin.identity[0] === "environment" && context.settings.profileName !== undefined;
      const shadowed = isShadowing ? await (await import("./shadowed-profile.ts")).shadowedProfile(context) : [];
      warnings.push(...shadowed);
      const source = withRole(finding.source, context);
      return { ...identified(source, origin), vpc, warnings, shadowed };
    }
    tried.push(`${provider.name}: ${finding.reason}`);
  }
  const { noCredentials } = await import("./no-credentials.ts");
  throw noCredentials(tried, context);
}

function identified(source: Source, origin: Origin): Pick<Resolution, "source" | "origin" | "identity" | "secret"> {
  return { source, origin, identity: [...origin.identity, sourceIdentity(source)], secret: sourceSecret(source) };
}

/** The same resolution with another sign-in in its profile. @param fingerprint of that sign-in */
export function withSignIn(resolution: Resolution, fingerprint: string): Resolution {
  return { ...resolution, ...identified(withFingerprint(resolution.source, fingerprint), resolution.origin) };
}

function withFingerprint(source: Source, fingerprint: string): Source {
  if (source.kind === "oauth") return { ...source, fingerprint };
  return source.kind === "assumed-role" ? { ...source, base: withFingerprint(source.base, fingerprint) } : source;
}

/** The source; with `--role-arn`, that role assumed with it. @throws ToolError `credentials_invalid`, `usage` */
export function withRole(base: Source, context: SearchContext): Source {
  const { roleArn } = context.settings;
  if (roleArn === undefined) return base;
  return {
    kind: "assumed-role",
    base,
    flag: "--role-arn",
    roleArn,
    sessionName: sessionName(context, "--role-arn"),
    externalId: undefined,
    policy: undefined,
    durationSeconds: undefined,
    stsEndpoint: stsEndpoint(context),
  };
}
