import { expect, test } from "bun:test";
import { isAnyRemote } from "../../../src/world/remote-mounts.ts";

const MOUNTS = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:40 / /home/alice/sshfs rw,nosuid shared:9 - fuse.sshfs host: rw
41 22 0:41 / /mnt/with\\040blank rw - nfs4 server:/x rw
42 40 0:42 / /home/alice/sshfs/local rw - tmpfs tmpfs rw
43 22 0:43 / /over rw - cifs //server/x rw
44 43 0:44 / /over rw - ext4 /dev/sdb1 rw
45 22 0:45 / /sys/fs/fuse/connections rw - fusectl fusectl rw
`;

test.each([
  ["/home/alice/.kube/cache", false],
  ["/home/alice/sshfs", true],
  ["/home/alice/sshfs/.aliyun/config.json", true],
  ["/home/alice/sshfs-not", false],
  ["/home/alice/sshfs/local/config.json", false],
  ["/mnt/with blank/token", true],
  ["/over/file", false],
  ["/sys/fs/fuse/connections/1", false],
])("a call for %s may never come back: %p", (path, expected) => {
  expect(isAnyRemote([path], MOUNTS)).toBe(expected);
});

test("one such file among others is enough, and without a list nothing is known", () => {
  expect(isAnyRemote(["/etc/hosts", "/mnt/with blank"], MOUNTS)).toBe(true);
  expect(isAnyRemote(["/mnt/with blank"], "")).toBe(false);
});
