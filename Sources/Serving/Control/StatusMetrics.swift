import Station
import Telegrams
import Traffic

/// The metrics of a station, made from its status. Labels name links and precedences, never a correspondent.
extension StationStatus {
    /// All of them, in the text format of Prometheus.
    package var metricsText: String {
        (serviceMetrics + linkMetrics + queueMetrics + careMetrics + diskMetrics).map(\.text).joined()
    }

    private var serviceMetrics: [MetricFamily] {
        guard let service else { return [] }
        var families = [
            MetricFamily(
                "build_info", .gauge, "The version of the program that serves the station.",
                [.init(labels: [.init(name: "version", value: service.version)], value: 1)]),
            MetricFamily("bundles_taken_total", .counter, "Bundles taken in since the service began.", service.taken),
            MetricFamily("bundles_handed_total", .counter, "Bundles handed over and acknowledged.", service.handed),
            MetricFamily("bundles_refused_total", .counter, "Bundles refused before they were taken.", service.refused),
            MetricFamily(
                "bundles_quarantined_total", .counter, "Bundles taken and put into quarantine.", service.quarantined),
            MetricFamily(
                "station_works", .gauge, "1, or 0 while a duty fails without which nothing is done.",
                failing.contains(where: \.concernsEverything) ? 0 : 1),
            MetricFamily("duties_failing", .gauge, "Duties of the station that fail at present.", failing.count),
        ]
        families.append(
            MetricFamily(
                "service_start_time_seconds", .gauge, "When the service began, since 1970.", Int(service.since.seconds))
        )
        return families
    }

    private var linkMetrics: [MetricFamily] {
        [
            perLink("link_up", "Whether the link is open: 1 or 0.") { $0.state == .open ? 1 : 0 },
            perLink("link_failed", "Whether the link failed and is to be tried again: 1 or 0.") {
                $0.state == .waiting ? 1 : 0
            },
            perLink("link_sessions", "Connections that are open.") { $0.sessions.count },
            perLink("link_unacknowledged_bundles", "Bundles handed over and not yet acknowledged.") {
                $0.sessions.reduce(0) { $0 + $1.underWay }
            },
        ]
    }

    private func perLink(_ name: String, _ help: String, _ value: (Link) -> Int) -> MetricFamily {
        let samples = links.map { link in
            let labels = [("link", link.name), ("kind", link.kind)].map(MetricFamily.Label.init)
            return MetricFamily.Sample(labels: labels, value: value(link))
        }
        return MetricFamily(name, .gauge, help, samples)
    }

    private var queueMetrics: [MetricFamily] {
        [
            perPrecedence("queue_bundles", "Bundles that wait to leave.") { $0?.count ?? 0 },
            perPrecedence("queue_bytes", "Size of the bundles that wait to leave.") { $0?.bytes ?? 0 },
            perPrecedence("queue_oldest_age_seconds", "How long the oldest of them has waited; 0 where none does.") {
                age(of: $0?.oldest)
            },
            perPrecedence("queue_overdue_bundles", "Those that have waited longer than their precedence allows.") {
                $0?.overdue ?? 0
            },
        ]
    }

    /// Every precedence has its value, so that none disappears when its queue is empty.
    private func perPrecedence(_ name: String, _ help: String, _ value: (Queue?) -> Int) -> MetricFamily {
        let samples = Precedence.allCases.map { precedence in
            MetricFamily.Sample(
                labels: [.init(name: "precedence", value: "\(precedence)")],
                value: value(queues.first { $0.precedence == precedence }))
        }
        return MetricFamily(name, .gauge, help, samples)
    }

    private func age(of time: Instant?) -> Int {
        time.map { max(0, Int(at.seconds - $0.seconds)) } ?? 0
    }

    /// What a person may have to see to.
    private var careMetrics: [MetricFamily] {
        [
            MetricFamily(
                "missing_parcels", .gauge, "Channel numbers that have not arrived.", missing.reduce(0) { $0 + $1.count }
            ),
            MetricFamily(
                "missing_parcels_given_up", .gauge, "Those of them for which no more repeats are asked.",
                missing.reduce(0) { $0 + ($1.isGivenUp ? $1.count : 0) }),
            MetricFamily("quarantined_items", .gauge, "Items that lie in the quarantine.", quarantined),
            MetricFamily(
                "held_items", .gauge, "Kinds of what waits and does not leave before a person has seen to it.",
                held.count(where: \.isStuck)),
            MetricFamily("key_alarms", .gauge, "Stations with changed keys that nobody has resolved.", alarms.count),
            MetricFamily(
                "correspondences_stopped", .gauge, "Stations to which nothing is sent until a person has decided.",
                correspondence.stopped.count),
            MetricFamily(
                "refused_telegrams", .gauge, "Telegrams that a station did not accept, and nobody has seen to.",
                correspondence.refusedCount),
            MetricFamily(
                "unreadable_telegrams", .gauge, "Telegrams that somebody cannot open: the key is gone.",
                correspondence.unreadableCount),
            MetricFamily(
                "register_restored", .gauge, "Whether the register is an older copy, not acknowledged yet: 1 or 0.",
                correspondence.restored == nil ? 0 : 1),
            MetricFamily("key_troubles", .gauge, "What is wrong with receiving keys of the station.", keys.count),
            MetricFamily(
                "clock_doubted", .gauge, "1 while the clock of the machine is not believed.", clock == nil ? 0 : 1),
        ]
    }

    private var diskMetrics: [MetricFamily] {
        [
            MetricFamily("custody_bytes", .gauge, "Bundles of other stations that are kept here.", disk.custody),
            MetricFamily("custody_limit_bytes", .gauge, "How much of them is accepted.", disk.custodyLimit),
            MetricFamily("disk_free_bytes", .gauge, "Free space on the disk of the station's folder.", disk.free),
        ]
    }
}
