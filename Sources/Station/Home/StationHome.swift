import DurableFiles
import Telegrams

/// Where a station keeps its things.
package struct StationHome: Sendable, Hashable {
    package let path: String
    /// A folder outside, where each station's incarnation is kept; nil where older copies need not be noticed.
    package let witnesses: String?

    package init(path: String, witnesses: String? = nil) {
        self.path = path
        self.witnesses = witnesses
    }

    var register: String { path + "/station.db" }
    var keys: String { path + "/keys" }
    package var sealingKeys: String { path + "/keys/sealing" }
    var stationKey: String { path + "/keys/station.key" }
    var logKey: String { path + "/keys/log.key" }
    var cardKey: String { keys + "/card.key" }
    var postQuantumKey: String { path + "/keys/ml-dsa-65.key" }
    /// A folder for each officer.
    package var officers: String { path + "/officers" }
    package func folder(of officer: Codename) -> String { officers + "/" + officer.fileName }
    /// Where an officer's receiving keys are, each sealed under his archive key.
    package func receivingKeys(of officer: Codename) -> String { folder(of: officer) + "/sealing" }
    package var enclosures: String { path + "/enclosures" }
    package var quarantine: String { path + "/quarantine" }

    /// Makes every folder, each readable by nobody else.
    func create() throws {
        for folder in [path, keys, sealingKeys, officers, enclosures, quarantine] {
            try PrivateDirectory.create(folder)
        }
    }
}
