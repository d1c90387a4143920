"""The door of every `make` target: finds a recent enough Python, then lets tools/install.py work.

The syntax stays readable by very old Pythons, so that they can say they are too old.
"""

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)
PREFERRED_MINORS = (13, 12, 11, 14)
TOO_OLD = (
    "Faubourg needs Python %d.%d or newer; %s is Python %d.%d, and no newer one was found. "
    "Install one, or name it: make demo PYTHON=/path/to/python3.12\n"
)


def newer_python():
    """Return the path of a recent enough Python on PATH, or None."""
    for minor in PREFERRED_MINORS:
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            path = os.path.join(folder, "python3.%d" % minor)
            if not os.access(path, os.X_OK) or os.path.isdir(path):
                continue
            probe = [path, "-c", "import sys; sys.exit(sys.version_info[:2] != (3, %d))" % minor]
            with open(os.devnull, "w") as nowhere:
                if subprocess.call(probe, stdout=nowhere, stderr=nowhere) == 0:
                    return path
    return None


def main():
    if sys.version_info[:2] < OLDEST:
        found = newer_python()
        if found is None:
            sys.stderr.write(TOO_OLD % (OLDEST + (sys.executable,) + sys.version_info[:2]))
            return 1
        os.execv(found, [found, os.path.abspath(__file__)] + sys.argv[1:])
    sys.path.insert(0, ROOT)
    from tools import install

    return install.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
