import { $ } from "bun";

/** A program's size as it is downloaded, MB (10⁶ bytes): `gzip -9`, `zstd -19`, `xz -6`. NaN for xz where there is none. */
export async function compressedSizes(path: string): Promise<readonly [number, number, number]> {
  const bytes = await Bun.file(path).bytes();
  const gzip = Bun.gzipSync(bytes, { level: 9 });
  const zstd = await Bun.zstdCompress(bytes, { level: 19 });
  const xz = Bun.which("xz") === null ? Number.NaN : Number(await $`xz -6 -T0 -c ${path} | wc -c`.text());
  return [gzip.length / 1e6, zstd.length / 1e6, xz / 1e6];
}
