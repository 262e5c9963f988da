"""Install the system libraries that Qt needs on a bare Linux; does nothing elsewhere or where they are all there.

Run as: python packaging/system_libraries.py
"""

import os
import shutil
import subprocess
import sys

from ptstudio.core.system_libraries import absent_libraries


def main() -> int:
    """Install what is missing, or say what to install; gives the exit status."""
    packages = sorted(absent_libraries().values())
    if not packages:
        print("No system library is missing.")
        return 0
    apt = shutil.which("apt-get")
    if apt is None:
        print(f"Missing, by the names of Debian's packages: {' '.join(packages)}. Install them by your system's means.")
        return 1
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*as_root, apt, "update", "-qq"], check=True, env=environment)
    install = [*as_root, apt, "install", "-qq", "-y", "--no-install-recommends", *packages]
    return subprocess.run(install, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
