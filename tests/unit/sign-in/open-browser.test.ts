import { describe, expect, test } from "bun:test";
import { browserCommands } from "../../../src/sign-in/open-browser.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const ADDRESS = "https://signin.example.com/?a=1&b=$(touch x)";

describe("the programs that open a browser", () => {
  test.each<[string, NodeJS.Platform, Readonly<Record<string, string>>, readonly (readonly string[])[]]>([
    ["macOS", "darwin", {}, [["/usr/bin/open", ADDRESS]]],
    ["Windows", "win32", {}, [["rundll32.exe", "url.dll,FileProtocolHandler", ADDRESS]]],
    ["Linux with a display", "linux", { DISPLAY: ":0" }, [["xdg-open", ADDRESS]]],
    ["Linux with Wayland", "linux", { WAYLAND_DISPLAY: "wayland-0" }, [["xdg-open", ADDRESS]]],
    ["Linux without a display", "linux", {}, []],
    [
      "Linux in Windows",
      "linux",
      { WSL_DISTRO_NAME: "Debian" },
      [
        ["wslview", ADDRESS],
        ["rundll32.exe", "url.dll,FileProtocolHandler", ADDRESS],
      ],
    ],
    ["SSH", "linux", { SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22" }, []],
    ["SSH to a Mac", "darwin", { SSH_CLIENT: "10.0.0.1 1 22" }, []],
    ["SSH with a display of its own", "linux", { SSH_CONNECTION: "10.0.0.1", DISPLAY: "localhost:10.0" }, []],
    ["SSH, whatever BROWSER says", "linux", { SSH_CONNECTION: "10.0.0.1", BROWSER: "firefox" }, []],
    ["CI", "linux", { CI: "true", DISPLAY: ":0", BROWSER: "firefox" }, []],
    ["a person who has chosen one", "linux", { BROWSER: "firefox" }, [["firefox", ADDRESS]]],
    [
      "a person who has chosen one, with others at hand",
      "darwin",
      { BROWSER: "firefox" },
      [
        ["firefox", ADDRESS],
        ["/usr/bin/open", ADDRESS],
      ],
    ],
  ])("of %s", (_, os, env, commands) => {
    const { platform } = fakeWorld();
    expect(browserCommands(ADDRESS, { env, platform: { ...platform, os } })).toEqual(commands);
  });
});
