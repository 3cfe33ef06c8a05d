import { $ } from "bun";

// `bun run test`: everything that must hold before a commit, the cheapest checks first.

const root = `${import.meta.dir}/..`;
const checks = ["check:format", "check:lint", "check:types", "build"];

for (const check of checks) {
  const { exitCode, stdout, stderr } = await $`bun run --silent ${check}`.cwd(root).nothrow().quiet();
  console.log(`${exitCode === 0 ? "ok    " : "FAILED"} ${check}`);
  if (exitCode !== 0) {
    console.log(stdout.toString() + stderr.toString());
    console.log("0 passed, 1 failed");
    process.exit(1);
  }
}

const report = `${root}/dist/test-report.xml`;
await $`rm -f ${report}`;
const { exitCode } = await $`bun test --timeout=60000 --reporter=junit --reporter-outfile=${report}`
  .cwd(root)
  .nothrow();

/** An attribute of the report's root element, which has the totals. */
function total(xml: string, attribute: string): number {
  const [, value] = new RegExp(`<testsuites[^>]* ${attribute}="(\\d+)"`).exec(xml) ?? [];
  return Number(value ?? Number.NaN);
}

const xml = await Bun.file(report).text();
const [tests, failed, skipped] = [total(xml, "tests"), total(xml, "failures"), total(xml, "skipped")];
console.log(`${tests - failed - skipped} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = exitCode === 0 && failed === 0 && tests > skipped ? 0 : 1;
