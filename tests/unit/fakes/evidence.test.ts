import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ASSUMED, DOCUMENTED } from "../../fakes/cloud/evidence.ts";

const folder = join(import.meta.dir, "../../fakes/cloud");

test("each error of the fake cloud is shown on a public page, or marked as our assumption", () => {
  const text = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
  const thrown = [...text.matchAll(/new ApiError\(\s*\d+,\s*"([\w.]+)"/g)].map(([, code = ""]) => code);
  const invalid = [...text.matchAll(/throw invalid\("(\w+)"/g)].map(([, name = ""]) => `InvalidParameter.${name}`);
  const known = [...Object.keys(DOCUMENTED), ...Object.keys(ASSUMED)];
  expect([...new Set([...thrown, ...invalid])].toSorted()).toEqual(known.toSorted());
});

test("each public page has an https address", () => {
  for (const page of Object.values(DOCUMENTED)) expect(page).toMatch(/^https:\/\/[\w.]+\/\S+$/);
});
