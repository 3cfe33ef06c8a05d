import { describe, expect, test } from "bun:test";
import * as v from "valibot";
import { parse } from "yaml";

const folder = `${import.meta.dir}/../../../.github/workflows`;
const permissions = v.record(v.string(), v.string());
const schema = v.looseObject({
  permissions,
  jobs: v.record(v.string(), v.looseObject({ permissions: v.optional(permissions, {}) })),
});

const names = [...new Bun.Glob("*.yml").scanSync(folder)];

/** The only jobs that may change anything: making the draft with its signatures, and publishing it. */
const WRITERS: Readonly<Record<string, readonly string[]>> = {
  "release.yml": ["build", "publish", "image"],
  "test.yml": [],
};

describe.each(names)("%s", (name) => {
  test("names every action by its digest, with the version beside it", async () => {
    const lines = (await Bun.file(`${folder}/${name}`).text()).match(/uses: [^.\s].*/g) ?? [];
    const unpinned = lines.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line));
    expect(lines).not.toEqual([]);
    expect(unpinned).toEqual([]);
  });

  test("may change something only in the jobs that release", async () => {
    const workflow = v.parse(schema, parse(await Bun.file(`${folder}/${name}`).text()));
    const writers = Object.entries(workflow.jobs)
      .filter(([, job]) => Object.values(job.permissions).includes("write"))
      .map(([job]) => job);
    expect(Object.values(workflow.permissions).filter((access) => access !== "read")).toEqual([]);
    expect(writers).toEqual([...(WRITERS[name] ?? [])]);
  });
});
