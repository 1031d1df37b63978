"""Five stations in a ring under load, whose processes are killed and whose lines are cut at random.

After some minutes all is left in peace, and then every telegram must have arrived once and be receipted, and nothing may
be left over. With --hostile the fifth of them says whatever its key can sign, and what concerns the other four must be so
all the same. Only the standard library; see docs/serving.md.
"""

import argparse
import hashlib
import os
import random
import shutil
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True

import checks  # noqa: E402
from networks import Loopback, Namespace  # noqa: E402
from proxy import Lines  # noqa: E402
from stations import CommandFailed, Hostility, Station, free_port  # noqa: E402

NAMES = ["ALPHA", "BRAVO", "CHARLIE", "DELTA", "ECHO"]
PRECEDENCES = ["flash", "immediate", "priority", "routine", "routine", "routine"]


class Ring:
    """Four bad lines and a shared folder; every station is reached both ways round, and honest ones past honest ones only."""

    def __init__(self, cable, folder, seed, networks, hostility=None):
        self.folder = folder
        self.hostility = hostility
        self.stations = [Station(cable, folder, name, network) for name, network in zip(NAMES, networks)]
        self.honest = self.stations[:-1] if hostility else self.stations
        self.lines = Lines()
        self.shared = os.path.join(folder, "shared")
        os.mkdir(self.shared)
        for station in self.stations:
            station.found()
        for station in self.stations:
            for other in self.stations:
                if other is not station:
                    station.run("card", "import", other.card())
        self.join(seed)
        self.route()

    def join(self, seed):
        for index in range(4):
            here, there = self.stations[index], self.stations[index + 1]
            line = self.lines.add(f"{here.name}-{there.name}", here.network, there.network, f"{seed}-{index}")
            here.run("link", "add-tcp", f"to-{there.name}", there.name, f"{line.outside}:{line.port}")
            there.run("link", "add-tcp", f"to-{here.name}", here.name)
        first, last = self.stations[0], self.stations[-1]
        first.run("link", "add", "shared", last.name, self.shared)
        last.run("link", "add", "shared", first.name, self.shared)

    def route(self):
        count = len(self.stations)
        for here, station in enumerate(self.stations):
            for there, other in enumerate(self.stations):
                onwards = (there - here) % count
                for step, far in ((1, onwards), (-1, count - onwards)):
                    if onwards and far > 1 and not self.leads_past_hostile(here, step, far):
                        neighbour = self.stations[(here + step) % count]
                        station.run("route", "add", other.name, "--via", neighbour.name, "--cost", str(10 * far))

    def leads_past_hostile(self, here, step, far):
        count = len(self.stations)
        return any(self.stations[(here + step * way) % count] not in self.honest for way in range(1, far))

    def start(self):
        for station in self.stations:
            station.serve()
        for station in self.stations:
            station.wait_until_served()
        if self.hostility:
            self.hostility.begin(self.stations[-1], self.shared, self.stations[0].name)

    def open_all(self, station):
        """There may be nothing to open; and what a hostile station sends cannot always be."""
        station.act("open", "--all", codes=(0, 65, 66) if self.hostility else (0, 66))

    def stop(self):
        if self.hostility:
            self.hostility.end()
        return [(station.name, station.stop()) for station in self.stations if station.served]


class Load:
    """Sends telegrams from every station, and opens what has come."""

    def __init__(self, ring, seed, pause):
        self.ring = ring
        self.pause = pause
        self.ends = threading.Event()
        self.failures = []
        self.count = 0
        self.bytes = 0
        self.enclosed = {}
        self.lock = threading.Lock()
        self.threads = [
            threading.Thread(target=self.work, args=(station, random.Random(f"{seed}-{station.name}")))
            for station in ring.honest]

    def start(self):
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.ends.set()
        for thread in self.threads:
            thread.join()

    def work(self, station, chance):
        number = 0
        while not self.ends.wait(chance.expovariate(1 / self.pause)):
            number += 1
            try:
                self.send(station, chance, f"{station.name} {number}")
                if chance.random() < 0.1:
                    self.ring.open_all(station)
            except CommandFailed as failure:
                self.failures.append(str(failure))

    def send(self, station, chance, subject):
        others = [other for other in self.ring.honest if other is not station]
        to = chance.sample(others, 2 if chance.random() < 0.1 else 1)
        arguments = [
            "write", "--precedence", chance.choice(PRECEDENCES), "--matter", "CHAOS", "--subject", subject,
            "--text", "A text. " * chance.randrange(1, 200), "--send"]
        for other in to:
            arguments += ["--to", other.address]
        if chance.random() < 0.2:
            arguments += ["--enclose", self.enclosure(chance, subject)]
        station.act(*arguments)
        with self.lock:
            self.count += len(to)

    def enclosure(self, chance, subject):
        folder = os.path.join(self.ring.folder, "enclosures", subject.replace(" ", "-"))
        os.makedirs(folder)
        path = os.path.join(folder, "enclosure.bin")
        content = chance.randbytes(int(10 ** chance.uniform(3, 6.2)))
        with open(path, "wb") as file:
            file.write(content)
        with self.lock:
            self.enclosed[subject] = hashlib.sha256(content).hexdigest()
            self.bytes += len(content)
        return path


def rage(ring, chance, seconds, kill_pause):
    """Kills processes and cuts lines until the time is over; then everything is up again."""
    end = time.monotonic() + seconds
    down = {}
    while time.monotonic() < end:
        time.sleep(chance.expovariate(2 / kill_pause))
        for station, when in list(down.items()):
            if when <= time.monotonic():
                del down[station]
                station.serve()
        station = chance.choice(ring.stations)
        if station not in down and chance.random() < 0.5:
            if station.is_down():
                print(f"{station.name} has ended by itself: {station.served.returncode}", flush=True)
            else:
                station.kill()
            down[station] = time.monotonic() + chance.choice([0, 0, 1, 5, 15])
        pull_or_plug(chance.choice(ring.stations).network, chance)
        line = chance.choice(ring.lines.all)
        line.is_down = not line.is_down and chance.random() < 0.15
        if chance.random() < 0.3 or line.is_down:
            ring.lines.cut(line)
    for station in ring.stations:
        station.network.plug()
    for station in down:
        station.serve()


def pull_or_plug(network, chance):
    if network.is_pulled:
        network.plug()
    elif chance.random() < 0.2:
        network.pull()


def rest(ring, seconds):
    """Waits until nothing moves and all is receipted; what has not come to rest."""
    end = time.monotonic() + seconds
    while True:
        for station in ring.stations:
            if station.is_down():
                station.serve()
            ring.open_all(station)
        names = None if ring.hostility is None else {station.name for station in ring.honest}
        left = [reason for station in ring.honest for reason in checks.restlessness(station, names)]
        left = left or checks.unfinished(ring.honest)
        if not left or time.monotonic() > end:
            return left
        time.sleep(3)


def verify(ring, inventories, load):
    yield from checks.delivered_once(ring.honest)
    yield from checks.channels_unique(ring.honest)
    yield from checks.registers_intact(ring.honest)
    if ring.hostility is None:
        yield from checks.nothing_left(ring.stations, inventories, [ring.shared])
    else:
        yield from checks.no_alarms(ring.honest)
    yield from checks.enclosures_equal(ring.honest, load.enclosed)
    yield from checks.log_complaints(ring.honest)
    for station in ring.stations:
        for code in station.ended_by_itself:
            yield f"cable serve of {station.name} ended by itself: {code}"


def play(options, folder, networks):
    chance = random.Random(options.seed)
    hostility = Hostility(os.path.abspath(options.hostile_station), options.seed) if options.hostile else None
    ring = Ring(options.cable, folder, options.seed, networks, hostility)
    inventories = [checks.inventory(station) for station in ring.stations]
    load = Load(ring, options.seed, options.pause)
    faults = []
    try:
        ring.start()
        ring.lines.disturb()
        load.start()
        began = time.monotonic()
        try:
            rage(ring, chance, options.minutes * 60, options.kill_pause)
        finally:
            load.stop()
        ring.lines.calm()
        if ring.hostility:
            ring.hostility.end()
        quiet = time.monotonic()
        for station in ring.stations:
            station.wait_until_served()
        print(f"{load.count} telegrams sent; waiting for rest", flush=True)
        faults += [f"not at rest: {reason}" for reason in rest(ring, options.patience * 60)]
        faults += [f"a command failed: {failure}" for failure in load.failures]
        rested = time.monotonic()
        faults += verify(ring, inventories, load)
    finally:
        faults += [f"{name} did not end in order: {code}" for name, code in ring.stop() if code != 0]
    summarize(ring, load, quiet - began, rested - quiet)
    return faults


def summarize(ring, load, raged, rested):
    lines = ring.lines.all
    peak = max(station.peak for station in ring.stations) // 1024
    print(f"raged {raged:.0f} s, at rest after {rested:.0f} s more")
    print(f"{load.count} telegrams, {len(load.enclosed)} enclosures of {load.bytes / 1e6:.1f} MB together")
    print(
        f"{sum(station.kills for station in ring.stations)} kills, {sum(line.cuts for line in lines)} cuts, "
        f"{sum(line.stalls for line in lines)} stalls, {sum(line.refusals for line in lines)} refused connections, "
        f"{sum(station.network.pulls for station in ring.stations)} wires pulled")
    if ring.hostility:
        print(f"{ring.hostility.count()} bundles of the hostile station")
    print(f"largest process: {peak} MiB")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--minutes", type=float, default=10, help="how long to rage")
    parser.add_argument("--patience", type=float, default=20, help="minutes after which all must be at rest")
    parser.add_argument("--seed", type=int, default=random.randrange(1, 1_000_000))
    parser.add_argument("--pause", type=float, default=4, help="seconds between two telegrams of a station, on average")
    parser.add_argument("--kill-pause", type=float, default=4, help="seconds between two kills, on average")
    parser.add_argument(
        "--namespaces", action="store_true", help="each station in a network namespace, on a wire that is pulled (for root)")
    parser.add_argument("--hostile", action="store_true", help="one of the five is hostile")
    parser.add_argument("--hostile-station", default=".build/debug/HostileStation", help="what it says; see Tests/Support")
    parser.add_argument("--cable", default=".build/debug/cable", help="the program")
    parser.add_argument("--keep", action="store_true", help="leave the stations; they are left after a fault anyway")
    return parser.parse_args()


def main():
    options = arguments()
    options.cable = os.path.abspath(options.cable)
    folder = tempfile.mkdtemp(prefix="cable-chaos.")
    print(f"seed {options.seed}, in {folder}", flush=True)
    networks = []
    try:
        for number in range(len(NAMES)):
            networks.append(Namespace(number) if options.namespaces else Loopback(free_port()))
        faults = play(options, folder, networks)
    finally:
        for network in networks:
            network.remove()
    for fault in faults[:100]:
        print(f"FAULT: {fault}")
    if faults or options.keep:
        print(f"the stations are left in {folder}")
    else:
        shutil.rmtree(folder)
    print(f"{len(faults)} faults" if faults else "no fault")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
