#!/bin/sh
# Installs ack-ram-tool from a release: finds out what this machine is, downloads, verifies, and puts one file into a folder.
# Needs no root. Everything is in functions, so that half a script does nothing.

set -eu

usage() {
  cat <<'USAGE'
Usage: install.sh [--version VERSION] [--dir DIR] [--base-url URL] [--libc glibc|musl] [--skip-signature]

  --version VERSION  which release; default: the latest one            (ACK_RAM_TOOL_VERSION)
  --dir DIR          where to put ack-ram-tool; default: ~/.local/bin  (ACK_RAM_TOOL_INSTALL_DIR)
  --base-url URL     a mirror of the releases page, https only         (ACK_RAM_TOOL_BASE_URL)
  --libc LIBC        which Linux build; default: found out             (ACK_RAM_TOOL_LIBC)
  --skip-signature   do not verify the signature although cosign is installed

The checksum is always verified; the signature of the checksums is where cosign is installed.
USAGE
}

repository=AliyunContainerService/ack-ram-tool

main() {
  version=${ACK_RAM_TOOL_VERSION:-}
  directory=${ACK_RAM_TOOL_INSTALL_DIR:-${HOME:+$HOME/.local/bin}}
  base_url=${ACK_RAM_TOOL_BASE_URL:-https://github.com/$repository/releases}
  libc=${ACK_RAM_TOOL_LIBC:-}
  verify_signature=yes
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage && return 0 ;;
      --skip-signature) verify_signature=no && shift ;;
      --version | --dir | --base-url | --libc)
        [ $# -ge 2 ] || fail "$1 needs a value"
        case $1 in
          --version) version=$2 ;;
          --dir) directory=$2 ;;
          --base-url) base_url=$2 ;;
          --libc) libc=$2 ;;
        esac
        shift 2
        ;;
      *) usage >&2 && fail "unknown argument: $1" ;;
    esac
  done
  version=${version#v}
  base_url=${base_url%/}
  [ -n "$directory" ] || fail "HOME is not set: say where to install with --dir"
  case $base_url in
    https://* | http://127.0.0.1[:/]* | http://localhost[:/]*) ;;
    *) fail "--base-url must be https: $base_url" ;;
  esac

  platform=$(find_platform)
  temporary=$(mktemp -d)
  trap 'rm -rf "$temporary"' EXIT
  trap 'exit 1' HUP INT TERM

  # The list of checksums is under the same address in every release, and names the archives with their version.
  if [ -n "$version" ]; then downloads=$base_url/download/v$version; else downloads=$base_url/latest/download; fi
  download "$downloads/checksums.txt" "$temporary/checksums.txt"
  archive=$(find_archive "$temporary/checksums.txt")
  say "found $archive"
  check_signature "$downloads"
  download "$downloads/$archive" "$temporary/$archive"
  check_checksum "$archive"
  tar -xzf "$temporary/$archive" -C "$temporary" ack-ram-tool || fail "$archive could not be unpacked"
  install_program
}

# The archive's name for this machine, as in Linux_x86_64_musl.
find_platform() {
  system=$(uname -s)
  machine=$(uname -m)
  case $machine in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) fail "there is no build for the processor $machine" ;;
  esac
  case $system in
    Linux)
      case ${libc:-$(find_libc)} in
        musl) echo "Linux_${machine}_musl" ;;
        glibc) echo "Linux_$machine" ;;
        *) fail "--libc must be glibc or musl" ;;
      esac
      ;;
    Darwin)
      # A shell under Rosetta says x86_64 on an Apple processor.
      if [ "$(sysctl -n sysctl.proc_translated 2>/dev/null || true)" = 1 ]; then machine=arm64; fi
      echo "Darwin_$machine"
      ;;
    *) fail "this script is for Linux and macOS; for $system download an archive from $base_url" ;;
  esac
}

find_libc() {
  case $(ldd --version 2>&1 || true) in
    *musl*) echo musl ;;
    *) echo glibc ;;
  esac
}

find_archive() {
  pattern=ack-ram-tool_${version:-*}_$platform.tar.gz
  while read -r _ name; do
    # A star stands before the name of a file that was read as binary.
    name=${name#\*}
    # shellcheck disable=SC2254 # it is a pattern
    case $name in
      */*) ;;
      $pattern)
        echo "$name"
        return
        ;;
    esac
  done <"$1"
  fail "the release ${version:-(latest)} has no build for $platform"
}

download() {
  if command -v curl >/dev/null 2>&1; then
    curl -fsSL --retry 2 -o "$2" "$1" || fail "could not download $1"
  elif command -v wget >/dev/null 2>&1; then
    wget -q -O "$2" "$1" || fail "could not download $1"
  else
    fail "neither curl nor wget is installed"
  fi
}

check_signature() {
  if [ "$verify_signature" = no ]; then
    say "the signature is not verified, as you asked"
  elif ! command -v cosign >/dev/null 2>&1; then
    say "the signature is not verified: cosign is not installed"
  else
    # No signature where one can be checked is no better than a wrong one.
    download "$1/checksums.txt.sigstore.json" "$temporary/checksums.txt.sigstore.json"
    cosign verify-blob --bundle "$temporary/checksums.txt.sigstore.json" \
      --certificate-oidc-issuer https://token.actions.githubusercontent.com \
      --certificate-identity-regexp "^https://github\\.com/$repository/\\.github/workflows/release\\.yml@refs/tags/v" \
      "$temporary/checksums.txt" >"$temporary/cosign.log" 2>&1 || {
      cat "$temporary/cosign.log" >&2
      fail "the signature of checksums.txt is wrong; nothing was installed"
    }
    say "the signature of checksums.txt is good"
  fi
}

check_checksum() {
  expected=
  while read -r sum name; do
    if [ "${name#\*}" = "$1" ]; then expected=$sum; fi
  done <"$temporary/checksums.txt"
  if command -v sha256sum >/dev/null 2>&1; then
    actual=$(sha256sum "$temporary/$1")
  elif command -v shasum >/dev/null 2>&1; then
    actual=$(shasum -a 256 "$temporary/$1")
  else
    fail "neither sha256sum nor shasum is installed: the download cannot be verified"
  fi
  [ "${actual%% *}" = "$expected" ] || fail "the checksum of $1 is wrong; nothing was installed"
  say "the checksum of $1 is good"
}

install_program() {
  mkdir -p "$directory" || fail "cannot make the folder $directory"
  # In the same folder, so that the last step is a rename: nobody ever runs half a file.
  new=$directory/.ack-ram-tool.$$
  cp "$temporary/ack-ram-tool" "$new" 2>/dev/null || fail "cannot write to $directory: choose a folder of yours with --dir"
  chmod 755 "$new"
  if ! installed=$("$new" --version 2>"$temporary/run.log"); then
    rm -f "$new"
    head -n 2 "$temporary/run.log" >&2
    case $platform in *_musl) say "on Alpine it needs: apk add libstdc++" ;; esac
    fail "the program does not run on this machine; nothing was installed"
  fi
  mv -f "$new" "$directory/ack-ram-tool"
  say "installed $installed"
  say "as $directory/ack-ram-tool"
  case :$PATH: in
    *:"$directory":*) ;;
    *) say "that folder is not in your PATH: kubectl will not find it until it is" ;;
  esac
}

say() { echo "install.sh: $*" >&2; }

fail() {
  say "$*"
  exit 1
}

main "$@"
