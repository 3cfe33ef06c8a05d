import { commit, version } from "../../program-info.ts";
import { type Check, ok } from "../check.ts";

/** This program: version, path and platform. */
export const programCheck: Check = {
  name: "program",
  run: ({ world: { platform, executable } }) => {
    const facts = `commit ${commit.slice(0, 12)}, bun ${Bun.version}, ${platform.os}/${platform.arch}`;
    return Promise.resolve([ok(`ack-ram-tool ${version} (${facts}) at ${executable()}`)]);
  },
};
