import Relay
import Telegrams

// Folders that both stations see, sooner or later: what lies there is durable, unless somebody loses the stick.

extension World {
    /// The file is in the folder; then it is forgotten here, unless the station breaks down between the two.
    func posted(_ edge: Int, _ station: SimulatedStation, _ number: Int, _ epoch: Int) {
        guard let copy = pending.removeValue(forKey: number), station.isUp, station.epoch == epoch else { return }
        put(copy, edge, to: edges[edge].other(than: station.index))
        mayCrash(station)
        guard station.isUp, let transfer = takeTransfer(station, edge, number) else { return }
        handOver(station, transfer.ticket, transfer.bundle)
        pump(station, edge)
        mayCrash(station)
    }

    func put(_ copy: BundleCopy, _ edge: Int, to station: Int) {
        let count = areFaultsOn && chance(faults.file) ? 2 : 1
        if count == 2 { statistics.repeatedFiles += 1 }
        for _ in 0..<count {
            if areFaultsOn, chance(faults.file) {
                statistics.lostFiles += 1
                ledger.markSettled(copy.bundle)
                continue
            }
            ledger.add(copy.bundle)
            files.append(
                PostFile(copy: copy, edge: edge, to: station, isDamaged: areFaultsOn && chance(faults.file)))
            agenda.plan(.fileComes(files.count - 1), at: now + delay(of: edge))
        }
    }

    private func delay(of edge: Int) -> Int64 {
        let usual = edges[edge].latency / 2 + draw(0...edges[edge].latency)
        return areFaultsOn && chance(12) ? usual + draw(1...48) * Milliseconds.hour : usual
    }

    func fileComes(_ file: Int) {
        let station = stations[files[file].to]
        station.mailbox.append(file)
        guard station.isUp, !station.isDiskFull else { return planWake(station, at: now + Milliseconds.minute) }
        collect(station)
    }

    /// Reads what lies in the folders; what finds no room stays there.
    func collect(_ station: SimulatedStation) {
        guard now >= station.memory.collectDue else { return }
        for file in station.mailbox where !station.memory.filesInHand.contains(file) {
            let post = files[file]
            station.memory.filesInHand.insert(file)
            accept(
                station, post.copy, isDamaged: post.isDamaged, from: edges[post.edge].other(than: station.index),
                .forget(file: file))
        }
    }

    /// There is room again.
    func lookAgain(_ station: SimulatedStation) {
        guard station.memory.collectDue > now else { return }
        station.memory.collectDue = now
        planWake(station, at: now + Milliseconds.second)
    }

    func forget(_ station: SimulatedStation, file: Int) {
        station.memory.filesInHand.remove(file)
        station.mailbox.removeAll { $0 == file }
        let bundle = files[file].copy.bundle
        ledger.drop(bundle)
        if ledger.isOrphaned(bundle), isHonest(station.index) {
            report("custody is never with nobody", "S\(station.index) forgot the only copy of bundle \(bundle)")
        }
    }
}
