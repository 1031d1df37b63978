import Station
import Testing
import Traffic

@testable import Serving

@Suite struct StatusMetricsTests {
    private let lines = StationStatus.busy.metricsText.split(separator: "\n").map(String.init)

    @Test func `the text is the golden one`() {
        let samples = lines.filter { !$0.hasPrefix("#") }
        #expect(
            samples == [
                #"cablegram_build_info{version="0.2.0"} 1"#,
                "cablegram_bundles_taken_total 1204",
                "cablegram_bundles_handed_total 1190",
                "cablegram_bundles_refused_total 3",
                "cablegram_bundles_quarantined_total 1",
                "cablegram_station_works 1",
                "cablegram_duties_failing 0",
                "cablegram_service_start_time_seconds -584042400",
                #"cablegram_link_up{link="wire",kind="tcp"} 1"#,
                #"cablegram_link_up{link="a \"b\"\\\n",kind="pipe"} 0"#,
                #"cablegram_link_failed{link="wire",kind="tcp"} 0"#,
                #"cablegram_link_failed{link="a \"b\"\\\n",kind="pipe"} 1"#,
                #"cablegram_link_sessions{link="wire",kind="tcp"} 1"#,
                #"cablegram_link_sessions{link="a \"b\"\\\n",kind="pipe"} 0"#,
                #"cablegram_link_unacknowledged_bundles{link="wire",kind="tcp"} 2"#,
                #"cablegram_link_unacknowledged_bundles{link="a \"b\"\\\n",kind="pipe"} 0"#,
                #"cablegram_queue_bundles{precedence="override"} 0"#,
                #"cablegram_queue_bundles{precedence="flash"} 2"#,
                #"cablegram_queue_bundles{precedence="immediate"} 0"#,
                #"cablegram_queue_bundles{precedence="priority"} 0"#,
                #"cablegram_queue_bundles{precedence="routine"} 40"#,
                #"cablegram_queue_bundles{precedence="deferred"} 0"#,
                #"cablegram_queue_bytes{precedence="override"} 0"#,
                #"cablegram_queue_bytes{precedence="flash"} 11000"#,
                #"cablegram_queue_bytes{precedence="immediate"} 0"#,
                #"cablegram_queue_bytes{precedence="priority"} 0"#,
                #"cablegram_queue_bytes{precedence="routine"} 220000"#,
                #"cablegram_queue_bytes{precedence="deferred"} 0"#,
                #"cablegram_queue_oldest_age_seconds{precedence="override"} 0"#,
                #"cablegram_queue_oldest_age_seconds{precedence="flash"} 900"#,
                #"cablegram_queue_oldest_age_seconds{precedence="immediate"} 0"#,
                #"cablegram_queue_oldest_age_seconds{precedence="priority"} 0"#,
                #"cablegram_queue_oldest_age_seconds{precedence="routine"} 2700"#,
                #"cablegram_queue_oldest_age_seconds{precedence="deferred"} 0"#,
                #"cablegram_queue_overdue_bundles{precedence="override"} 0"#,
                #"cablegram_queue_overdue_bundles{precedence="flash"} 1"#,
                #"cablegram_queue_overdue_bundles{precedence="immediate"} 0"#,
                #"cablegram_queue_overdue_bundles{precedence="priority"} 0"#,
                #"cablegram_queue_overdue_bundles{precedence="routine"} 0"#,
                #"cablegram_queue_overdue_bundles{precedence="deferred"} 0"#,
                "cablegram_missing_parcels 2",
                "cablegram_missing_parcels_given_up 1",
                "cablegram_quarantined_items 3",
                "cablegram_held_items 0",
                "cablegram_key_alarms 1",
                "cablegram_correspondences_stopped 1",
                "cablegram_refused_telegrams 7",
                "cablegram_unreadable_telegrams 2",
                "cablegram_register_restored 1",
                "cablegram_key_troubles 0",
                "cablegram_clock_doubted 0",
                "cablegram_custody_bytes 5000",
                "cablegram_custody_limit_bytes 1000000",
                "cablegram_disk_free_bytes 9000000",
            ])
    }

    @Test func `every family says once what it is, before its samples`() {
        var told: Set<String> = []
        for line in lines where line.hasPrefix("# TYPE ") {
            let words = line.split(separator: " ").map(String.init)
            #expect(told.insert(words[2]).inserted)
            #expect((words[3] == "counter") == words[2].hasSuffix("_total"))
        }
        for line in lines where !line.hasPrefix("#") {
            #expect(told.contains(String(line.prefix { $0 != "{" && $0 != " " })), "\(line)")
        }
        #expect(lines.count { $0.hasPrefix("# HELP ") } == told.count)
    }

    @Test func `no correspondent is named, and without a service there are no counters`() {
        let text = StationStatus.busy.metricsText
        #expect(!text.contains("MOSCOW") && !text.contains("PYONGYANG") && !text.contains("192.0.2.1"))
        var idle = StationStatus.busy
        idle.service = nil
        #expect(!idle.metricsText.contains("_total"))
    }

    @Test func `a status survives its way through JSON, spelled in snake case`() throws {
        let json = try StationStatus.busy.json()
        #expect(try StationStatus(json: json) == .busy)
        let text = String(decoding: json, as: UTF8.self)
        #expect(text.contains("\"key_agreement\":\"X25519MLKEM768\"") && text.contains("\"is_given_up\":true"))
    }
}
