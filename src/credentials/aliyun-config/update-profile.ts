import { applyEdits, type FormattingOptions, modify, parse } from "jsonc-parser";
import { errnoOf } from "../../world/errno.ts";
import type { LoadPorts } from "../load-ports.ts";

/**
 * Changes fields of one profile in the user's config.json and nothing else: other keys, their order, numbers that
 * JavaScript cannot hold, indentation and line ends stay as they are. Atomic; 0600. A failure is a warning: what was
 * obtained is good for this run.
 */
export async function updateProfile(
  file: string,
  profileName: string,
  fields: Readonly<Record<string, string | number>>,
  { files, fileWriter, log }: Pick<LoadPorts, "files" | "fileWriter" | "log">,
): Promise<void> {
  try {
    const content = await files.readText(file);
    const updated = editProfile(content, profileName, fields);
    const writer = await fileWriter();
    writer.replaceFile(writer.resolveLinks(file), updated);
  } catch (error) {
    log.warn(
      `the renewed sign-in could not be saved in ${file} (${errnoOf(error) ?? "unknown error"}): the next call may ask to sign in again`,
    );
  }
}

/** The text with the fields of the first profile of this name set. Exported for its tests. */
export function editProfile(
  content: string,
  profileName: string,
  fields: Readonly<Record<string, string | number>>,
): string {
  const bom = content.startsWith("\uFEFF") ? "\uFEFF" : "";
  let text = content.slice(bom.length);
  const index = indexOfProfile(parse(text), profileName);
  for (const [name, value] of Object.entries(fields)) {
    const edits = modify(text, ["profiles", index, name], value, { formattingOptions: formattingOf(text) });
    text = applyEdits(text, edits);
  }
  return bom + text;
}

function indexOfProfile(document: unknown, name: string): number {
  const profiles: unknown =
    typeof document === "object" && document !== null && "profiles" in document ? document.profiles : undefined;
  const index = Array.isArray(profiles) ? profiles.findIndex((profile: unknown) => hasName(profile, name)) : -1;
  if (index === -1) throw new Error("the profile is not in the file any more");
  return index;
}

function hasName(profile: unknown, name: string): boolean {
  return typeof profile === "object" && profile !== null && "name" in profile && profile.name === name;
}

function formattingOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? "\t";
  return {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.startsWith("\t") ? 1 : indent.length,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
}
