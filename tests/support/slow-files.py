"""Shows a folder at another place, where one kind of call takes long: slow-files.py FOLDER MOUNTPOINT CALL SECONDS."""

import os
import sys
import time

try:
    import fusepy as fuse
except ImportError:
    import fuse

folder, mountpoint, slow_call, seconds = sys.argv[1:]


class SlowFiles(fuse.Operations):
    def __call__(self, call, path, *rest):
        # The mountpoint itself stays quick: mounting looks at it.
        if call == slow_call and path != "/":
            time.sleep(float(seconds))
        try:
            return super().__call__(call, folder + path, *rest)
        except OSError as error:
            raise fuse.FuseOSError(error.errno)

    def getattr(self, path, handle=None):
        status = os.lstat(path)
        return {name: getattr(status, name) for name in dir(status) if name in WANTED}

    def readdir(self, path, handle):
        return [".", "..", *os.listdir(path)]

    def mkdir(self, path, mode):
        return os.mkdir(path, mode)

    def unlink(self, path):
        return os.unlink(path)

    def rename(self, path, new_path):
        return os.rename(path, folder + new_path)

    def chmod(self, path, mode):
        return os.chmod(path, mode)

    def truncate(self, path, length, handle=None):
        return os.truncate(path, length)

    def open(self, path, flags):
        return os.open(path, flags)

    def create(self, path, mode, info=None):
        return os.open(path, os.O_RDWR | os.O_CREAT, mode)

    def read(self, path, size, offset, handle):
        return os.pread(handle, size, offset)

    def write(self, path, data, offset, handle):
        return os.pwrite(handle, data, offset)

    def release(self, path, handle):
        return os.close(handle)


WANTED = {"st_atime", "st_ctime", "st_gid", "st_mode", "st_mtime", "st_nlink", "st_size", "st_uid"}

# A thread for each call: one that sleeps holds up no other.
fuse.FUSE(SlowFiles(), mountpoint, foreground=True, nothreads=False)
