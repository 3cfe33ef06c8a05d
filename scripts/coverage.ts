import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// `bun run coverage`: the share of the lines of src that the unit and integration tests run, in one process; at least
// 95 %. The tests of the compiled program are not measured. A file that no test loads is not counted.

const LEAST_PERCENT = 95;

const directory = mkdtempSync(join(tmpdir(), "coverage-"));
const options = ["--coverage", "--coverage-reporter=lcov", `--coverage-dir=${directory}`];
const tests = Bun.spawn([process.execPath, "test", "--timeout=60000", ...options, "tests/unit", "tests/integration"], {
  cwd: join(import.meta.dir, ".."),
  stdout: "ignore",
  stderr: "pipe",
});
const output = await tests.stderr.text();
const report = await Bun.file(join(directory, "lcov.info")).text();
rmSync(directory, { recursive: true });

/** A file of the report: `SF:` its path, `LF:` its lines, `LH:` those that ran (geninfo(1), "FILES"). */
const files = report
  .split("end_of_record\n")
  .map((record) => ({
    path: /^SF:(.*)$/m.exec(record)?.[1] ?? "",
    lines: count(record, "LF"),
    ran: count(record, "LH"),
  }))
  .filter(({ path }) => path.startsWith("src/"));

function count(record: string, key: string): number {
  return Number(new RegExp(`^${key}:(\\d+)$`, "m").exec(record)?.[1] ?? 0);
}

const [lines, ran] = [files.reduce((sum, file) => sum + file.lines, 0), files.reduce((sum, file) => sum + file.ran, 0)];
const percent = (100 * ran) / lines;
const least = files.toSorted((a, b) => b.lines - b.ran - (a.lines - a.ran)).slice(0, 10);
for (const file of least) console.log(`${String(file.lines - file.ran).padStart(4)} lines not run  ${file.path}`);
console.log(`${percent.toFixed(1)} % of ${lines} lines in ${files.length} files of src`);
if ((await tests.exited) !== 0) console.log(output.slice(-2000));
process.exitCode = percent >= LEAST_PERCENT && tests.exitCode === 0 ? 0 : 1;
