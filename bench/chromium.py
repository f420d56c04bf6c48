"""`python -m bench.chromium PAGE PDF`: print a page with Chromium and say what CPU all its processes took, in ms."""

import ctypes
import os
import resource
import subprocess
import sys

SUBREAPER = 36
"""prctl: processes that lose their parent become ours, so that the CPU of each is counted when it ends."""


def main(page: str, pdf: str) -> float:
    """Milliseconds of CPU of the browser and everything it starts."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={pdf}"]
    subprocess.run(["chromium", *options, f"file://{page}"], check=True, stderr=subprocess.DEVNULL)
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


if __name__ == "__main__":
    print(main(sys.argv[1], sys.argv[2]))
