import { NtExecutable, NtExecutableResource, Resource } from "resedit";

// `bun windows-resources.mjs IN OUT VERSION`: Bun's executable with what Windows shows of a program (Explorer, Task Manager,
// a firewall's question) saying ours instead of Bun's. The same bytes each time. JavaScript, since the package's types bring
// a browser's with them, which contradict Bun's.

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
