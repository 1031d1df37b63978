import BundleProtocol
import Links
import Register
import Relay
import Station
import Telegrams

// Which links are opened, and when.

extension Engine {
    /// Ends the sessions of links whose window has closed; what is under way on them is finished.
    func closeLinks() {
        let now = now()
        for link in sessions.links where !outbox.dispatcher.isWindowOpen(link, at: now) {
            for id in sessions.on(link) where sessions[id]?.isClosing == false {
                _ = sessions.change(id) { $0.isClosing = true }
                sessions[id]?.session.terminate()
            }
        }
    }

    func openLinks() {
        for link in links.records {
            switch LinkKind.named(link.kind)?.use {
            case .sessions(let most, _): connect(link, most: most)
            case .items: look(link)
            case .broadcast, nil: break
            }
        }
    }

    /// Connects where it is for us to connect: once, and a second time for what is urgent once the first has worked.
    private func connect(_ link: LinkRecord, most: Int) {
        guard !link.path.isEmpty, !link.isSilent, let peer = link.peer else { return }
        let count = sessions.on(link.name).count
        let isDue =
            count == 0
            ? outbox.dispatcher.mayTry(link.name, at: now())
            : count == 1 && most > 1 && maySecond(link.name)
        guard isDue, !connector.isBusy(link.name) else { return }
        duties.attempt(.link(link.name), at: now()) {
            connector.connect(link, to: peer, node: try station.node(of: peer))
        }
    }

    private func maySecond(_ link: String) -> Bool {
        guard let time = secondTry[link] else { return true }
        return time <= now()
    }

    private func look(_ link: LinkRecord) {
        guard duties.mayTry(.link(link.name), at: now()) else { return }
        if workers[link.name] == nil { duties.attempt(.link(link.name), at: now()) { try open(link) } }
        guard let worker = workers[link.name], !worker.isLooking, worker.lookAt <= now() else { return }
        guard outbox.dispatcher.mayLook(link.name, at: now()) else { return }
        workers[link.name]?.isLooking = true
        worker.worker.look()
    }

    private func open(_ link: LinkRecord) throws {
        guard let opened = try station.open(link) else { return }
        workers[link.name] = WorkedLink(
            worker: LinkWorker(opened, of: link.peer, station: station, mailbox: mailbox), lookAt: now())
    }
}
