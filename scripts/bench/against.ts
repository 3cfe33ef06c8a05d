import { rmSync } from "node:fs";
import { getCredential, variablesOf } from "../../tests/support/command-lines.ts";
import type { Scene } from "../../tests/support/scene.ts";
import type { Contender } from "./contender.ts";

/** A contender of the other program, and the one of ours that it is compared with. */
export interface Comparison {
  readonly other: Contender;
  /** Name of ours. */
  readonly ours: string;
}

/**
 * Comparisons with another exec plugin that has the Go tool's command line, for the same cluster and credentials. It
 * gets a cache of its own.
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
