import { renderFormula } from "./formula.ts";

// `bun write-formula.ts VERSION DOWNLOADS CHECKSUMS_FILE`: prints the formula of a release.

const [version, downloads, checksumsFile] = Bun.argv.slice(2);
if (version === undefined || downloads === undefined || checksumsFile === undefined) {
  throw new Error("usage: write-formula.ts VERSION DOWNLOADS CHECKSUMS_FILE");
}
const formula = renderFormula({
  version,
  description: "Kubectl exec credential plugin for Alibaba Cloud ACK clusters",
  homepage: downloads.replace(/\/releases\/.*$/, ""),
  downloads,
  checksums: await Bun.file(checksumsFile).text(),
});
console.log(formula.trimEnd());
