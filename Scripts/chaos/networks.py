"""Where a station is on the network: on this machine like all others, or in a namespace of its own, on a wire that can be
pulled."""

import os
import subprocess


class Loopback:
    """All stations on 127.0.0.1."""

    def __init__(self, port):
        self.port = port
        self.outside = self.address = "127.0.0.1"
        self.command = []
        self.pulls = 0
        self.is_pulled = False

    def pull(self):
        """There is no wire."""

    def plug(self):
        pass

    def remove(self):
        pass


class Namespace:
    """A network namespace (ip-netns(8)), which a pair of interfaces joins to this machine.

    While the wire is pulled, nothing is said to either side: connections stay half-open until somebody gives up.
    """

    PORT = 4556

    def __init__(self, number):
        self.port = Namespace.PORT
        self.name = f"cable-{os.getpid()}-{number}"
        self.wire = f"cg{os.getpid() % 1_000_000}-{number}"
        self.outside = f"10.78.{number}.1"
        self.address = f"10.78.{number}.2"
        self.command = ["ip", "netns", "exec", self.name]
        self.pulls = 0
        self.is_pulled = False
        ip("netns", "add", self.name)
        ip("link", "add", self.wire, "type", "veth", "peer", "name", "wire", "netns", self.name)
        ip("addr", "add", f"{self.outside}/30", "dev", self.wire)
        ip("-n", self.name, "addr", "add", f"{self.address}/30", "dev", "wire")
        ip("-n", self.name, "link", "set", "wire", "up")
        ip("link", "set", self.wire, "up")

    def pull(self):
        self.pulls += 1
        self.is_pulled = True
        ip("link", "set", self.wire, "down")

    def plug(self):
        self.is_pulled = False
        ip("link", "set", self.wire, "up")

    def remove(self):
        """The wire goes with the namespace."""
        ip("netns", "delete", self.name)


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)
