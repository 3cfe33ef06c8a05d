/**
 * Larger files are read by `node:fs`, which for 5 MB is three times as fast, its loading included. So are pipes and devices,
 * whose size is `Infinity`, with care.
 */
const EVERYDAY_BYTES = 1024 * 1024;

/**
 * A whole file as UTF-8. `Bun.file().text()` would start three threads and wait for them (0.5 ms), and loading `node:fs`
 * takes 0.8 ms; the stream reads in this thread, and starts one when it closes the file.
 * @throws Error with an errno `code` such as `ENOENT`, and what {@link import("./read-regular-file.ts").readRegularFile} refuses
 */
export async function readText(path: string): Promise<string> {
  const { size } = Bun.file(path);
  // The stream closes the file some time later, and Windows refuses to replace one that is open.
  if (size > EVERYDAY_BYTES || process.platform === "win32")
    return await (await import("./read-regular-file.ts")).readRegularFile(path);
  // Another object, which has not been told a size: files of /proc are said to have none.
  const reader = Bun.file(path).stream().getReader();
  // A byte order mark belongs to a file that is written back.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let text = "";
  let length = 0;
  // To the end of the file, where that is known, not of the stream: to hear of the latter takes 0.1 ms.
  const end = size === 0 ? Number.POSITIVE_INFINITY : size;
  while (length < end) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}
