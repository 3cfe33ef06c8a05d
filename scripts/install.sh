#!/bin/sh
# Installs ack-ram-tool from a release: downloads the archive for this machine, verifies it, and puts one file into a
# folder. Needs no root. Everything is in functions, so that a script that was cut off while downloading does nothing.

set -eu

usage() {
  cat <<'USAGE'
Usage: install.sh [--version VERSION] [--dir DIR] [--base-url URL] [--libc glibc|musl] [--skip-signature]

  --version VERSION  which release; default: the latest one            (ACK_RAM_TOOL_VERSION)
  --dir DIR          where to put ack-ram-tool; default: ~/.local/bin  (ACK_RAM_TOOL_INSTALL_DIR)
  --base-url URL     a mirror of the releases page, https only         (ACK_RAM_TOOL_BASE_URL)
  --libc LIBC        which Linux build; default: detected              (ACK_RAM_TOOL_LIBC)
  --skip-signature   do not verify the signature, even if cosign is installed

The checksum of the archive is always verified. The signature of the checksums is verified if cosign is installed.
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
    *) fail "invalid --base-url \"$base_url\": must be https" ;;
  esac

  platform=$(find_platform)
  check_machine
  # Absolute, because a path that begins with a dash would be taken for an option.
  temporary=$(CDPATH='' cd -- "$(mktemp -d)" && pwd) || fail "cannot make a temporary folder${TMPDIR:+ in $TMPDIR}"
  new=
  transfer=
  trap 'clean_up' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM

  # checksums.txt has the same name in every release. It lists the archives, whose names contain the version.
  if [ -n "$version" ]; then downloads=$base_url/download/v$version; else downloads=$base_url/latest/download; fi
  download "$downloads/checksums.txt" "$temporary/checksums.txt"
  archive=$(find_archive "$temporary/checksums.txt")
  say "found $archive"
  check_signature "$downloads"
  download "$downloads/$archive" "$temporary/$archive"
  check_checksum "$archive"
  # From standard input, because tar takes a name with a colon for a file on another host.
  tar -xzf - -C "$temporary" ack-ram-tool <"$temporary/$archive" || fail "$archive could not be unpacked"
  install_program
}

clean_up() {
  if [ -n "$transfer" ]; then kill "$transfer" 2>/dev/null || true; fi
  if [ -n "$new" ]; then rm -f -- "$new"; fi
  rm -rf -- "$temporary"
}

# This machine's part of the archive's name: Linux_x86_64_musl, for example.
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
        *) fail "invalid --libc \"$libc\": must be glibc or musl" ;;
      esac
      ;;
    Darwin)
      # Under Rosetta, uname says x86_64 on an Apple processor.
      if [ "$(sysctl -n sysctl.proc_translated 2>/dev/null || true)" = 1 ]; then machine=arm64; fi
      echo "Darwin_$machine"
      ;;
    *) fail "this script is for Linux and macOS; for $system download an archive from $base_url" ;;
  esac
}

find_libc() {
  case $(ldd --version 2>&1 || true) in
    *musl*) echo musl ;;
    *GNU* | *GLIBC*) echo glibc ;;
    *)
      # A small image may have no ldd: look for the loader.
      for loader in /lib/ld-musl-*.so.1; do
        if [ -e "$loader" ] && [ ! -e /lib64/ld-linux-x86-64.so.2 ] && [ ! -e /lib/ld-linux-aarch64.so.1 ]; then
          echo musl
          return
        fi
      done
      echo glibc
      ;;
  esac
}

# Checks what the program needs: on a machine without it, the program would end with a signal and no message.
check_machine() {
  case $platform in
    Linux_x86_64*)
      if grep -q '^flags' /proc/cpuinfo 2>/dev/null && ! grep -q '^flags.* sse4_2' /proc/cpuinfo; then
        fail "this processor lacks SSE4.2, which the program needs: choose another type of (virtual) processor"
      fi
      ;;
    Darwin_*)
      release=$(sw_vers -productVersion 2>/dev/null || echo 13)
      [ "${release%%.*}" -ge 13 ] || fail "the program needs macOS 13 or newer; this is $release"
      ;;
  esac
  case $platform in
    Linux_x86_64 | Linux_arm64)
      glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null || true)
      case ${glibc#glibc } in
        2.[0-9] | 2.1[0-6]) fail "the program needs glibc 2.17 or newer; this is $glibc" ;;
      esac
      ;;
  esac
}

find_archive() {
  pattern=ack-ram-tool_${version:-*}_$platform.tar.gz
  # The last line may have no newline.
  while read -r sum name || [ -n "$sum" ]; do
    # sha256sum puts a star before the name of a file that it read as binary.
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
  # http is only for a mirror on this machine; https must not redirect to it.
  case $1 in https:*) protocol='=https' ;; *) protocol='=http,https' ;; esac
  if command -v curl >/dev/null 2>&1; then
    transfer_file curl -fsSL --proto "$protocol" --proto-redir "$protocol" --retry 2 -o "$2" "$1" ||
      fail "could not download $1"
  elif ! command -v wget >/dev/null 2>&1; then
    fail "neither curl nor wget is installed"
  elif [ "$protocol" = '=https' ] && ! verifies_certificates; then
    fail "this wget does not verify TLS certificates: install curl or GNU wget"
  else
    transfer_file wget -nv -S -O "$2" "$1" 2>"$temporary/wget.log" || {
      tail -n 1 "$temporary/wget.log" >&2
      fail "could not download $1"
    }
    # wget cannot be told to follow redirects to https only: what came over http is not used.
    if [ "$protocol" = '=https' ] && grep -qi '^ *location: *http:' "$temporary/wget.log"; then
      fail "$1 redirects to http; nothing was installed"
    fi
  fi
}

# In the background, so that a signal need not wait for the end of the download.
transfer_file() {
  "$@" &
  transfer=$!
  wait "$transfer"
  result=$?
  transfer=
  return "$result"
}

# BusyBox's wget accepts any certificate, and has no --version.
verifies_certificates() {
  case $(wget --version 2>/dev/null || true) in
    "GNU Wget"*) return 0 ;;
    *) return 1 ;;
  esac
}

check_signature() {
  if [ "$verify_signature" = no ]; then
    say "the signature is not verified (--skip-signature)"
  elif ! command -v cosign >/dev/null 2>&1; then
    say "the signature is not verified: cosign is not installed"
  else
    # cosign can read this format of bundle since 2.4, and expects it by default since 3.
    cosign_version=$(cosign version 2>&1 | sed -n 's/^GitVersion: *v*\([0-9][0-9.]*\).*/\1/p')
    case $cosign_version in
      0.* | 1.* | 2.[0-3] | 2.[0-3].*)
        fail "cosign $cosign_version is too old for this signature: update it to 2.4 or newer, or add --skip-signature"
        ;;
      2.*) format=--new-bundle-format ;;
      *) format= ;;
    esac
    # With cosign installed, a missing signature is an error, like a wrong one.
    download "$1/checksums.txt.sigstore.json" "$temporary/checksums.txt.sigstore.json"
    cosign verify-blob ${format:+"$format"} --bundle "$temporary/checksums.txt.sigstore.json" \
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
  while read -r sum name || [ -n "$sum" ]; do
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
  program=$directory/ack-ram-tool
  # mv would put the file inside a folder of this name, or inside one that a link of this name points to.
  if [ -L "$program" ]; then fail "$program is a link: remove it, or choose another folder with --dir"; fi
  if [ -d "$program" ]; then fail "$program is a folder: remove it, or choose another folder with --dir"; fi
  mkdir -p -- "$directory" || fail "cannot make the folder $directory"
  # In the same folder, so that the last step is a rename: nobody can run half a file.
  new=$directory/.ack-ram-tool.$$
  cp "$temporary/ack-ram-tool" "$new" 2>/dev/null || fail "cannot write to $directory: choose another folder with --dir"
  chmod 755 "$new"
  if ! installed=$("$new" --version 2>"$temporary/run.log"); then
    head -n 2 "$temporary/run.log" >&2
    case $platform in *_musl) say "on Alpine, the program needs libstdc++: apk add libstdc++" ;; esac
    fail "the program does not run on this machine; nothing was installed"
  fi
  mv -f -- "$new" "$program"
  new=
  say "installed $installed"
  say "as $program"
  case :$PATH: in
    *:"$directory":*) ;;
    *) say "that folder is not in your PATH: add it, so that kubectl finds the program" ;;
  esac
  found=$(command -v ack-ram-tool || true)
  if [ -n "$found" ] && [ "$found" != "$program" ]; then
    say "another ack-ram-tool comes first in your PATH, and kubectl will run that one: $found"
  fi
}

say() { echo "install.sh: $*" >&2; }

fail() {
  say "$*"
  exit 1
}

main "$@"
