import { NtExecutable, NtExecutableResource, Resource } from "resedit";

// `bun windows-resources.mjs IN OUT VERSION`: replaces the name and version that Windows shows (in Explorer, Task
// Manager and firewall dialogs) in Bun's executable with this tool's. The output is always the same. JavaScript,
// because the package's types include a browser's, which contradict Bun's.

const ENGLISH = 1033;
const UTF16 = 1200;

const [input, output, version] = Bun.argv.slice(2);
const executable = NtExecutable.from(await Bun.file(input).arrayBuffer(), { ignoreCert: true });
const resources = NtExecutableResource.from(executable);
const [info] = Resource.VersionInfo.fromEntries(resources.entries);
const [major, minor, patch] = version.split(/[.-]/).map((part) => Number(part) || 0);
info.setFileVersion(major, minor, patch, 0, ENGLISH);
info.setProductVersion(major, minor, patch, 0, ENGLISH);
for (const language of info.getAllLanguagesForStringValues()) info.removeAllStringValues(language);
info.setStringValues(
  { lang: ENGLISH, codepage: UTF16 },
  {
    FileDescription: "kubectl credential plugin for Alibaba Cloud ACK",
    FileVersion: version,
    InternalName: "ack-ram-tool",
    OriginalFilename: "ack-ram-tool.exe",
    ProductName: "ack-ram-tool",
    ProductVersion: version,
  },
);
info.outputToResourceEntries(resources.entries);
resources.outputResource(executable);
await Bun.write(output, executable.generate());
