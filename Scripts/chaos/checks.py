"""What must be true once the network has come to rest."""

import collections
import hashlib
import os

from stations import CommandFailed


def station_of(address):
    return address.rsplit("@", 1)[-1]


def sent(stations):
    """Every telegram as its sender's register has it, for each addressee."""
    for station in stations:
        for row in station.register():
            if row["direction"] == "out":
                for addressee in row["addressees"]:
                    yield station.name, row, addressee


def unfinished(stations):
    """What has not been receipted as opened."""
    return [
        f"{name} No. {row['number']} to {addressee['address']}: {addressee['state']}"
        for name, row, addressee in sent(stations) if addressee["state"] != "opened"]


def restlessness(station, names=None):
    """Why a station is not at rest, as far as it concerns the stations of these names; empty where it is."""
    try:
        status = station.json("status")
    except CommandFailed as failure:
        # It has much to do, or has just ended; one that never answers is never at rest.
        return [str(failure)]
    waiting = 0 if names else sum(queue["count"] for queue in status["queues"])
    reasons = [f"{waiting} waiting"] if waiting else []
    missing = [gap for gap in status["missing"] if names is None or gap["peer"] in names]
    if missing:
        reasons.append(f"{len(missing)} missing")
    return [f"{station.name}: {reason}" for reason in reasons]


def delivered_once(stations):
    expected, found = collections.Counter(), collections.Counter()
    for name, row, addressee in sent(stations):
        expected[name, station_of(addressee["address"]), row["number"], row.get("subject")] += 1
    names = {station.name for station in stations}
    for station in stations:
        for row in station.register():
            if row["direction"] == "in" and station_of(row["from"]) in names:
                sender = station_of(row["from"])
                found[sender, station.name, row["originator_number"], row.get("subject")] += 1
    yield from (f"lost: {key}" for key in expected - found)
    yield from (f"delivered again, or never sent: {key}" for key in found - expected)


def channels_unique(stations):
    """No channel number from a station is entered twice.

    Some are not entered: those of the parts of enclosures. What is left out shows as missing in the status.
    """
    names = {station.name for station in stations}
    for station in stations:
        numbers = collections.defaultdict(list)
        for row in station.register("--service"):
            if row["direction"] == "in" and station_of(row["from"]) in names:
                numbers[station_of(row["from"])].append(row["channel"])
        for sender, found in numbers.items():
            again = sorted(number for number, count in collections.Counter(found).items() if count > 1)
            if again:
                yield f"channel {sender} to {station.name}: twice {again[:10]}"


def registers_intact(stations):
    for station in stations:
        try:
            report = station.run("register", "verify")
        except Exception as error:  # The report must go on.
            yield str(error)
            continue
        if report.splitlines()[-1] != "INTACT":
            yield f"{station.name}: {report}"


def no_alarms(stations):
    """What concerns honest stations raises no alarm; what a hostile one sends may wait, or lie in the quarantine."""
    for station in stations:
        alarms = station.json("inbox")["alarms"]
        if alarms:
            yield f"{station.name}: alarms: {alarms}"


def nothing_left(stations, inventories, folders):
    for station, before in zip(stations, inventories):
        new = sorted(set(inventory(station)) - before)
        stray = [name for name in new if not (name.startswith("enclosures/") and name.endswith(".age"))]
        if stray:
            yield f"{station.name} holds {stray[:10]}"
        status = station.json("status")
        if status["disk"]["custody"]:
            yield f"{station.name} still has {status['disk']['custody']} bytes of other stations"
        inbox = station.json("inbox")
        for name in ("gaps", "quarantined", "alarms", "outgoing"):
            if inbox[name]:
                yield f"{station.name}: {name}: {inbox[name]}"
    for folder in folders:
        left = [os.path.join(where, name) for where, _, names in os.walk(folder) for name in names]
        if left:
            yield f"on the folder link: {left[:10]}"


def inventory(station):
    """A station's files, without the database's companions and the serving process's own, which come and go."""
    found = set()
    for where, _, names in os.walk(station.home):
        found.update(os.path.relpath(os.path.join(where, name), station.home) for name in names)
    passing = ("station.db-", "serve.", "keys/sealing/", "officers/")
    return {name for name in found if not name.startswith(passing)}


def enclosures_equal(stations, enclosed, most=25):
    """Saves some of the enclosures and compares them with what was enclosed; `enclosed` has digests by subject."""
    count = 0
    for station in stations:
        for row in station.register():
            digest = enclosed.get(row.get("subject"))
            if row["direction"] != "in" or digest is None or count >= most:
                continue
            target = os.path.join(station.folder, f"saved-{count}")
            count += 1
            try:
                station.act("save", str(row["number"]), "enclosure.bin", "--output", target)
                with open(target, "rb") as file:
                    if hashlib.sha256(file.read()).hexdigest() != digest:
                        yield f"{station.name} No. {row['number']}: the enclosure is another one"
            except Exception as error:  # The report must go on.
                yield str(error)


def log_complaints(stations):
    for station in stations:
        with open(station.log(), errors="replace") as log:
            bad = [line.strip() for line in log if " error " in line or "Fatal" in line or "crash" in line.lower()]
        for line in sorted(set(line.split(" ", 1)[-1] for line in bad))[:10]:
            yield f"{station.name} logged: {line[:300]}"
