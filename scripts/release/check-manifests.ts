import assert from "node:assert/strict";
import { join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";

const winget = v.object({
  PackageIdentifier: v.literal("AliyunContainerService.ack-ram-tool"),
  PackageVersion: v.string(),
  InstallerType: v.literal("zip"),
  Installers: v.array(
    v.looseObject({
      Architecture: v.string(),
      NestedInstallerType: v.literal("portable"),
      NestedInstallerFiles: v.array(v.looseObject({ PortableCommandAlias: v.literal("ack-ram-tool") })),
      InstallerUrl: v.string(),
      InstallerSha256: v.string(),
    }),
  ),
});

const scoop = v.object({
  version: v.string(),
  architecture: v.record(
    v.string(),
    v.object({ url: v.string(), bin: v.tuple([v.literal("ack-ram-tool.exe")]), hash: v.string() }),
  ),
});

/**
 * Checks that the manifests for winget and scoop name this release's archives with their checksums.
 * @param checksums content of checksums.txt
 * @throws AssertionError
 */
export async function checkManifests(dist: string, version: string, checksums: string): Promise<void> {
  const isListed = (url: string, sum: string): boolean =>
    checksums.split("\n").includes(`${sum.toLowerCase()}  ${url.split("/").at(-1) ?? ""}`);

  const folder = `manifests/a/AliyunContainerService/ack-ram-tool/${version}`;
  const path = join(dist, "winget", folder, "AliyunContainerService.ack-ram-tool.installer.yaml");
  const { PackageVersion, Installers } = v.parse(winget, parse(await Bun.file(path).text()));
  assert.equal(PackageVersion, version);
  for (const { InstallerUrl, InstallerSha256 } of Installers) {
    assert.ok(isListed(InstallerUrl, InstallerSha256), InstallerUrl);
  }

  const bucket = v.parse(scoop, await Bun.file(join(dist, "scoop", "ack-ram-tool.json")).json());
  assert.equal(bucket.version, version);
  for (const { url, hash } of Object.values(bucket.architecture)) assert.ok(isListed(url, hash), url);
}
