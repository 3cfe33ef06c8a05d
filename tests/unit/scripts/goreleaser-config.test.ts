import { describe, expect, test } from "bun:test";
import * as v from "valibot";
import { parse } from "yaml";
import { ENTRY } from "../../../scripts/build-options.ts";
import { findPackage } from "../../../scripts/release/lockfile.ts";
import { TARGETS } from "../../../scripts/release/targets.ts";
import packageJson from "../../../package.json" with { type: "json" };

const root = `${import.meta.dir}/../../..`;
const config = v.parse(
  v.looseObject({
    builds: v.array(
      v.looseObject({
        id: v.string(),
        builder: v.string(),
        tool: v.optional(v.string(), "bun"),
        command: v.string(),
        main: v.string(),
        targets: v.array(v.string()),
        flags: v.array(v.string()),
      }),
    ),
    archives: v.array(
      v.looseObject({
        formats: v.array(v.string()),
        ids: v.array(v.string()),
        files: v.array(v.looseObject({ src: v.string() })),
      }),
    ),
    release: v.looseObject({ draft: v.boolean() }),
    winget: v.array(v.looseObject({ skip_upload: v.boolean() })),
    scoops: v.array(v.looseObject({ skip_upload: v.boolean() })),
  }),
  parse(await Bun.file(`${root}/.goreleaser.yaml`).text(), { merge: true }),
);

describe("goreleaser", () => {
  test.each(config.builds)("compiles $id through the script that has the flags, and gives it facts only", (build) => {
    expect([build.tool, build.command, build.main]).toEqual(["bun", "scripts/release/compile.ts", ENTRY]);
    const names = build.flags.map((flag) => flag.split("=", 1)[0]);
    expect(names.filter((name) => name !== "--target")).toEqual(["--version", "--commit"]);
  });

  test("builds for every target of a release, once", () => {
    const targets = config.builds.flatMap(({ builder, targets: names, flags }) =>
      builder === "bun" ? names : flags.flatMap((flag) => /^--target=(.*)$/.exec(flag)?.[1] ?? []),
    );
    expect(targets.toSorted()).toEqual(TARGETS.map(({ name }) => name).toSorted());
  });

  test("packs every build, once in each format", () => {
    const packed = (format: string) =>
      config.archives.flatMap(({ formats, ids }) => (formats.includes(format) ? ids : [])).toSorted();
    expect(packed("tar.gz")).toEqual(config.builds.map(({ id }) => id).toSorted());
    expect(packed("zip")).toEqual(["windows-arm64", "windows-x64"]);
  });

  test("leaves publishing to the workflow, after the smoke test", () => {
    expect(config.release.draft).toBe(true);
    expect([...config.winget, ...config.scoops].map((manifest) => manifest.skip_upload)).toEqual([true, true]);
  });
});

test.each(TARGETS)(
  "bun.lock pins the runtime of $name: the version that everything here was measured with",
  async ({ runtime }) => {
    const { version, integrity } = findPackage(await Bun.file(`${root}/bun.lock`).text(), runtime);
    expect(version).toBe(packageJson.devDependencies.bun);
    expect(integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
  },
);
