import { ToolError } from "../errors/tool-error.ts";
import { readUtf8 } from "../schema/utf8.ts";
import type { World } from "../world/world.ts";

/** A kubeconfig's text and its encoding. */
export interface KubeconfigText {
  readonly text: string;
  /** Encodes another text in the same encoding. */
  readonly encode: (text: string) => Uint8Array;
}

/** The replacement character, for bytes that are not UTF-8. */
const REPLACEMENT = "\uFFFD";

/**
 * Decodes a kubeconfig in UTF-8, or in UTF-16 with a byte order mark, which PowerShell's `>` writes and kubectl reads.
 * @throws Error with an errno `code`; ToolError `kubeconfig_unusable` for any other encoding
 */
export async function decodeKubeconfig(
  path: string,
  { files, fileWriter }: Pick<World, "files" | "fileWriter">,
): Promise<KubeconfigText> {
  const text = await files.readText(path);
  if (!text.includes(REPLACEMENT)) return { text, encode: (changed) => new TextEncoder().encode(changed) };
  const bytes = (await fileWriter()).readBytes(path);
  const utf16 = decodeUtf16(bytes);
  if (utf16 !== undefined) return utf16;
  const read = readUtf8(bytes);
  if ("text" in read) return { text: read.text, encode: (changed) => new TextEncoder().encode(changed) };
  throw new ToolError({
    code: "kubeconfig_unusable",
    message: `the kubeconfig ${path} is not UTF-8 (byte ${read.brokenAt})`,
    hint: "save it in UTF-8, or name another file with --kubeconfig FILE",
  });
}

function decodeUtf16(bytes: Uint8Array): KubeconfigText | undefined {
  const isBigEndian = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (bytes.length % 2 !== 0 || !(isBigEndian || (bytes[0] === 0xff && bytes[1] === 0xfe))) return undefined;
  const swapped = (buffer: Buffer): Buffer => (isBigEndian ? buffer.swap16() : buffer);
  return {
    text: swapped(Buffer.from(bytes)).toString("utf16le"),
    encode: (changed) => swapped(Buffer.from(changed, "utf16le")),
  };
}
