import { parse } from "jsonc-parser";
import * as v from "valibot";

const dependencies = v.optional(v.record(v.string(), v.string()), {});
const details = v.looseObject({ dependencies, optionalDependencies: dependencies });
// An entry is `[name@version, registry, details, checksum]`.
const entry = v.tuple([v.string(), v.string(), details, v.string()]);
const lockfile = v.object({
  workspaces: v.object({ "": v.object({ dependencies }) }),
  packages: v.record(v.string(), v.unknown()),
});

/** A package pinned in bun.lock. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity, `sha512-…` in base64. */
  readonly integrity: string;
}

/**
 * The packages that can end up in the program: package.json's `dependencies`, and their dependencies.
 * @param content of bun.lock
 */
export function bundledPackages(content: string): LockedPackage[] {
  const lock = readLockfile(content);
  const found = new Map<string, LockedPackage>();
  const visit = (name: string, parent: string): void => {
    // The key of a nested package is its parent's key and its name; that of a hoisted one is only its name.
    const key = [`${parent}/${name}`, name].find((candidate) => Object.hasOwn(lock.packages, candidate));
    if (key === undefined || found.has(key)) return;
    const [nameAndVersion, , needs, integrity] = v.parse(entry, lock.packages[key]);
    found.set(key, lockedPackage(nameAndVersion, integrity));
    for (const needed of Object.keys(needs.dependencies)) visit(needed, key);
  };
  for (const name of Object.keys(lock.workspaces[""].dependencies)) visit(name, "");
  // A package that occurs several times in the tree is one component.
  return [...new Map([...found.values()].map((one) => [`${one.name}@${one.version}`, one])).values()];
}

/** A package of bun.lock. @throws Error if it is not there */
export function findPackage(content: string, name: string): LockedPackage {
  const [nameAndVersion, , , integrity] = v.parse(entry, readLockfile(content).packages[name]);
  return lockedPackage(nameAndVersion, integrity);
}

function readLockfile(content: string): v.InferOutput<typeof lockfile> {
  const document: unknown = parse(content, [], { allowTrailingComma: true });
  return v.parse(lockfile, document);
}

function lockedPackage(nameAndVersion: string, integrity: string): LockedPackage {
  const at = nameAndVersion.lastIndexOf("@");
  return { name: nameAndVersion.slice(0, at), version: nameAndVersion.slice(at + 1), integrity };
}
