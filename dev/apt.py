"""Fetching Debian packages into a folder, without installing anything.

apt works on a private set of lists and caches here, reads packages only from
the mirror that the machine already uses, and verifies them as always.
"""
import os
import re
import shutil
import subprocess
from pathlib import Path

from . import commands, files, paths, say
from .trouble import Trouble

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
INSTALLED = Path("/var/lib/dpkg/status")

# The machine may run hooks after each update (desktop caches and the like).
# They would write outside of the checkout.
HOOKS = ("Pre-Invoke", "Post-Invoke", "Post-Invoke-Success")


def is_here():
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb"))


class PrivateApt:
    """apt with its own lists: of the machine's suites, or of one suite beside them."""

    def __init__(self, name, installed=INSTALLED):
        self.home = paths.cache() / "apt" / name
        self.installed = installed
        for folder in ("state/lists/partial", "cache/archives/partial"):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        self.configuration = self.home / "apt.conf"
        self._configure({})

    def use_only(self, suite, mirror):
        """Read one suite of that mirror and nothing else."""
        signed = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
        sources = self.home / "sources.list"
        files.write_whole(sources, f"deb {signed}{mirror} {suite} main\n")
        self._configure({"Dir::Etc::SourceList": sources, "Dir::Etc::SourceParts": "/dev/null",
                         # Without this, a suite that cannot be verified is only warned about.
                         "APT::Update::Error-Mode": "any"})

    def update(self):
        commands.logged(
            self._apt_get("update", "-q"), "apt",
            "The machine's Debian mirror did not give a list of packages that can be verified: "
            "check that `apt-get update` works and the package debian-archive-keyring is recent.")

    def mirror(self):
        """The address of the Debian archive that this machine installs from."""
        told = self._told("indextargets", "--format",
                          "$(ORIGIN) $(LABEL) $(COMPONENT) $(REPO_URI)", "Created-By: Packages")
        for line in (told or "").splitlines():
            if line.startswith("Debian Debian main "):
                return line.split()[-1]
        raise Trouble("This machine does not install from a Debian archive.")

    def carries(self, package):
        return self._told("download", "--print-uris", package) is not None

    def missing_for(self, package):
        """That package and all it depends on, less what the machine has already."""
        told = self._told("install", "-s", "--no-install-recommends", package)
        if told is None:
            raise Trouble(f"The machine's package mirror has no {package} that fits it.")
        return re.findall(r"^Inst (\S+)", told, re.M)

    def download(self, packages, folder):
        """Fetch packages into a folder, with progress, and return their files."""
        folder.mkdir(parents=True, exist_ok=True)
        total = self._size(packages)
        process = subprocess.Popen(
            self._apt_get("download", "-q", *packages), cwd=folder, stdin=subprocess.DEVNULL,
            stdout=paths.log("apt").open("a"), stderr=subprocess.STDOUT)
        with commands.ended(process), say.progress() as progress:
            while process.poll() is None:
                progress.show(f"{say.megabytes(files.size(folder))} of {say.megabytes(total)}")
                try:
                    process.wait(0.2)
                except subprocess.TimeoutExpired:
                    continue
        if process.returncode:
            raise Trouble(f"{packages[0]} could not be fetched from the machine's package "
                          f"mirror. What happened is in {paths.log('apt')}.")
        return sorted(folder.glob("*.deb"))

    def _size(self, packages):
        told = self._told("download", "--print-uris", *packages)
        if told is None:
            raise Trouble(f"The machine's package mirror does not carry {' '.join(packages)}.")
        return sum(int(size) for size in re.findall(r"^'\S+' \S+ (\d+)", told, re.M))

    def _told(self, *arguments):
        """What apt says; None when it says no."""
        return commands.output(self._apt_get(*arguments))

    def _apt_get(self, *arguments):
        return ["apt-get", "-c", str(self.configuration), *arguments]

    def _configure(self, more):
        settings = {
            "Dir::State": self.home / "state", "Dir::State::status": self.installed,
            "Dir::Cache": self.home / "cache", "Acquire::Languages": "none",
            # A folder of this user's is closed to the account that apt would switch to.
            "APT::Sandbox::User": "root" if os.geteuid() == 0 else "", **more}
        cleared = [f"#clear {when}::{hook};" for when in ("APT::Update", "DPkg") for hook in HOOKS]
        lines = [f'{name} "{value}";' for name, value in settings.items()]
        files.write_whole(self.configuration, "\n".join([*cleared, *lines, ""]))


def unpack(packages, folder):
    """Lay the files of packages into one folder, as if it were the machine's root."""
    with say.progress() as progress:
        for package in packages:
            progress.show(f"unpacking {package.name.split('_')[0]}")
            commands.logged(["dpkg-deb", "-x", str(package), str(folder)], "apt",
                            f"{package.name} could not be unpacked: is the disk full?")
