import { rmSync } from "node:fs";
import { getCredential, variablesOf } from "../../tests/support/command-lines.ts";
import type { Scene } from "../../tests/support/scene.ts";
import type { Contender } from "./contender.ts";

/** The other program's runs, and which of ours they are compared with. */
export interface Comparison {
  readonly other: Contender;
  /** Name of ours. */
  readonly ours: string;
}

/**
 * Another exec plugin with the Go tool's command line, for the same cluster and credentials; its certificates are in a
 * separate cache.
 */
export function against(other: string, { cloud, env, home }: Scene): readonly Comparison[] {
  const authority = env["NODE_EXTRA_CA_CERTS"] ?? "";
  // Where Go programs look for CAs.
  const surroundings = { ...env, ...variablesOf(cloud.identities.alice), SSL_CERT_FILE: authority };
  const cache = `${home}/other-cache`;
  const argv = (directory: string): [string, ...string[]] => [
    other,
    ...getCredential(cloud, "--credential-cache-dir", directory),
  ];
  const cold: Contender = {
    name: "the other program, cold call",
    argv: argv(`${cache}-cold`),
    env: surroundings,
    apiCalls: 1,
    prepare: () => rmSync(`${cache}-cold`, { recursive: true, force: true }),
  };
  return [
    {
      ours: "cache hit, keys in variables",
      other: { name: "the other program, cache hit", argv: argv(cache), env: surroundings },
    },
    { ours: "cold call", other: cold },
  ];
}
