"""Stations as their clerks work them: through commands alone."""

import json
import os
import random
import signal
import socket
import subprocess
import time


PASSPHRASE = "an umbrella in Kaesong, 1951"


class CommandFailed(Exception):
    pass


class Station:
    def __init__(self, cable, folder, name, network):
        self.cable = cable
        self.folder = folder
        self.name = name
        self.home = os.path.join(folder, name.lower())
        self.officer = f"OFFICER {name}"
        self.address = f"{self.officer}@{name}"
        self.network = network
        self.served = None
        self.kills = 0
        self.ended_by_itself = []
        self.peak = 0

    # Commands

    def run(self, *arguments, codes=(0,)):
        result = subprocess.run(
            [self.cable, *arguments, "--station", self.home],
            input=PASSPHRASE + "\n", capture_output=True, text=True, env=self.environment())
        if result.returncode not in codes:
            raise CommandFailed(
                f"{self.name}: cable {' '.join(arguments)} ended with {result.returncode}: {result.stderr.strip()}")
        return result.stdout

    def json(self, *arguments):
        return json.loads(self.run(*arguments, "--json"))

    def act(self, *arguments, **more):
        return self.run(*arguments, "--as", self.officer, "--passphrase-fd", "0", **more)

    def register(self, *more):
        return json.loads(self.act("list", "--json", "--limit", "1000000", *more))

    def environment(self):
        return {
            "PATH": os.environ["PATH"], "HOME": self.folder, "XDG_RUNTIME_DIR": self.folder,
            "CABLEGRAM_STATE": os.path.join(self.folder, "state"), "LC_ALL": "C.UTF-8"}

    def found(self):
        self.run("station", "found", self.name)
        self.run("officer", "add", self.officer, "--work-factor", "10", "--passphrase-fd", "0")
        self.run("card", "export", "--output", self.card())

    def card(self):
        return os.path.join(self.folder, f"{self.name}.card")

    # The serving process

    def log(self):
        return os.path.join(self.folder, f"{self.name}.log")

    def serve(self):
        with open(self.log(), "ab") as log:
            listening = ["--listen", f"{self.network.address}:{self.network.port}"]
            self.served = subprocess.Popen(
                [*self.network.command, self.cable, "serve", "--station", self.home, *listening, "--look", "1"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment())

    def kill(self):
        self.note_memory()
        self.served.send_signal(signal.SIGKILL)
        if self.served.wait() != -signal.SIGKILL:
            self.ended_by_itself.append(self.served.returncode)
        self.kills += 1

    def is_down(self):
        """Whether the process has ended without being told to; it is then noted."""
        if self.served.poll() is None:
            return False
        self.ended_by_itself.append(self.served.returncode)
        return True

    def stop(self):
        self.note_memory()
        self.served.terminate()
        try:
            return self.served.wait(30)
        except subprocess.TimeoutExpired:
            self.served.kill()
            self.served.wait()
            return "no end within 30 seconds"

    def note_memory(self):
        try:
            with open(f"/proc/{self.served.pid}/status") as status:
                kilobytes = [int(line.split()[1]) for line in status if line.startswith("VmHWM")]
        except OSError:
            return
        self.peak = max([self.peak, *kilobytes])

    def wait_until_served(self, seconds=60):
        end = time.monotonic() + seconds
        while "service" not in self.json("status"):
            if self.is_down() or time.monotonic() > end:
                raise CommandFailed(f"{self.name} is not served; see {self.log()}")
            time.sleep(0.2)


class Hostility:
    """The program that speaks for a hostile station; its process is killed with no other."""

    def __init__(self, program, seed):
        self.program = program
        self.seed = seed
        self.process = None
        self.path = None

    def begin(self, station, link, neighbour):
        self.path = os.path.join(station.folder, "hostile.log")
        with open(self.path, "ab") as log:
            self.process = subprocess.Popen(
                [self.program, station.home, link, neighbour, str(self.seed)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=station.environment())

    def end(self):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def count(self):
        """Bundles, in hundreds."""
        with open(self.path, errors="replace") as log:
            numbers = [int(line) for line in log if line.strip().isdigit()]
        return numbers[-1] if numbers else 0


def free_port():
    """A port that nobody uses, below those that the system gives to outgoing connections: it stays free between kills."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
