import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** Checks every SBOM in a folder against CycloneDX's own schema. @throws AssertionError */
export async function checkSboms(dist: string): Promise<void> {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  const names = (await readdir(dist)).filter((name) => name.endsWith(".cdx.json"));
  assert.notEqual(names.length, 0, "SBOMs");
  for (const name of names) {
    assert.equal(await validator.validate(await Bun.file(join(dist, name)).text()), null, name);
  }
}
