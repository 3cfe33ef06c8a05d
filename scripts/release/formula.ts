/** The content of a formula. */
export interface FormulaInput {
  readonly version: string;
  readonly description: string;
  readonly homepage: string;
  /** The folder of the archives, without a trailing slash. */
  readonly downloads: string;
  /** Content of the release's checksums.txt. */
  readonly checksums: string;
}

const PLATFORMS = [
  ["on_macos", "on_arm", "Darwin_arm64"],
  ["on_macos", "on_intel", "Darwin_x86_64"],
  ["on_linux", "on_arm", "Linux_arm64"],
  ["on_linux", "on_intel", "Linux_x86_64"],
] as const;

/**
 * A Homebrew formula for macOS and Linux. Rejected: a cask, which goreleaser can write by itself. Homebrew quarantines
 * what a cask downloads, and casks are new on Linux.
 */
export function renderFormula({ version, description, homepage, downloads, checksums }: FormulaInput): string {
  const blocks = PLATFORMS.map(([system, cpu, archive]) => {
    const name = `ack-ram-tool_${version}_${archive}.tar.gz`;
    return `  ${system} do
    ${cpu} do
      url "${downloads}/${name}"
      sha256 "${checksumOf(name, checksums)}"
    end
  end
`;
  });
  return `# Written by scripts/release/formula.ts for each release.
class AckRamTool < Formula
  desc "${description}"
  homepage "${homepage}"
  version "${version}"
  license "Apache-2.0"

  on_macos do
    depends_on macos: :ventura
  end

${blocks.join("\n")}
  def install
    bin.install "ack-ram-tool"
    man1.install "man/ack-ram-tool.1"
    bash_completion.install "completions/ack-ram-tool.bash" => "ack-ram-tool"
    zsh_completion.install "completions/_ack-ram-tool"
    fish_completion.install "completions/ack-ram-tool.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/ack-ram-tool --version")
  end
end
`;
}

function checksumOf(name: string, checksums: string): string {
  const line = checksums.split("\n").find((candidate) => candidate.endsWith(`  ${name}`));
  if (line === undefined) throw new Error(`checksums.txt does not have ${name}`);
  return line.slice(0, 64);
}
