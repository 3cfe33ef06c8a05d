import { basename } from "node:path";
import { bundledPackages, findPackage, type LockedPackage } from "./lockfile.ts";
import { TARGETS } from "./targets.ts";

// `bun sbom.ts ARCHIVE DOCUMENT`, run by goreleaser: writes the packages in an archive's binary as CycloneDX, without a
// time or a random number, so that the same source gives the same document.

const [archive, document] = Bun.argv.slice(2);
if (archive === undefined || document === undefined) throw new Error("usage: sbom.ts ARCHIVE DOCUMENT");

const target = TARGETS.find(({ archive: suffix }) =>
  [".tar.gz", ".zip"].some((ending) => archive.endsWith(`_${suffix}${ending}`)),
);
if (target === undefined) throw new Error(`${archive} is not an archive of a release`);
const lock = await Bun.file(`${import.meta.dir}/../../bun.lock`).text();
const [name = "", version = ""] = basename(archive).split("_");

const bom = {
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  version: 1,
  metadata: {
    component: {
      type: "application",
      name,
      version,
      licenses: [{ license: { id: "Apache-2.0" } }],
      hashes: [{ alg: "SHA-256", content: await sha256(archive) }],
    },
  },
  components: [findPackage(lock, target.runtime), ...bundledPackages(lock)].map(component),
};
await Bun.write(document, `${JSON.stringify(bom, null, 2)}\n`);

function component({ name: packageName, version: packageVersion, integrity }: LockedPackage): object {
  const purl = `pkg:npm/${packageName.replace("@", "%40")}@${packageVersion}`;
  const digest = Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");
  return {
    type: "library",
    "bom-ref": purl,
    name: packageName,
    version: packageVersion,
    purl,
    hashes: [{ alg: "SHA-512", content: digest }],
  };
}

async function sha256(path: string): Promise<string> {
  return new Bun.CryptoHasher("sha256").update(await Bun.file(path).bytes()).digest("hex");
}
