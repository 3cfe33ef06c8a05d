import { $ } from "bun";
import { findGoreleaser } from "./goreleaser.ts";

// `bun run-goreleaser.ts ARGUMENTS`: runs the same goreleaser as the rehearsal.

const goreleaser = await findGoreleaser();
const { exitCode } = await $`${goreleaser} ${Bun.argv.slice(2)}`.nothrow();
process.exitCode = exitCode;
