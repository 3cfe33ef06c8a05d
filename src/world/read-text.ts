/**
 * Larger files are read by `node:fs`: for 5 MB it is three times as fast, loading included. So are pipes and devices,
 * whose size is `Infinity`.
 */
const EVERYDAY_BYTES = 1024 * 1024;

/**
 * Reads a whole file as UTF-8, through a stream: it reads in this thread, and starts another only to close the file.
 * `Bun.file().text()` would wait for three threads (0.5 ms), and loading `node:fs` takes 0.8 ms.
 * @throws Error with an errno `code` such as `ENOENT`, and for what {@link
 *   import("./read-regular-file.ts").readRegularFile} refuses
 */
export async function readText(path: string): Promise<string> {
  const { size } = Bun.file(path);
  // The stream closes the file some time later, and Windows refuses to replace an open file.
  if (size > EVERYDAY_BYTES || process.platform === "win32")
    return await (await import("./read-regular-file.ts")).readRegularFile(path);
  // A new object that has not cached the size: files in /proc report a size of 0.
  const reader = Bun.file(path).stream().getReader();
  // The byte order mark is kept, because the file may be written back.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let text = "";
  let length = 0;
  // Reading stops at the file's size, because the end of the stream comes 0.1 ms later. If more was read, the file was
  // replaced after it was measured: then reading stops at the end of the stream.
  const end = size === 0 ? undefined : size;
  while (length !== end) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}
