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

    /// The folder of an officer of this station.
    package func folder(of officer: Codename) -> String { officers + "/" + officer.fileName }
    /// Where an officer's sealing keys are kept, each under his archive key; the names of the files are nobody's secret.
    package func sealingKeys(of officer: Codename) -> String { folder(of: officer) + "/sealing" }

    /// Makes every folder, each readable by nobody else.
    func create() throws {
        for folder in [path, keys, sealingKeys, officers, enclosures, quarantine] {
            try PrivateDirectory.create(folder)
        }
    }
}

extension Codename {
    /// The codename as the name of a folder: `kim-il-sung`.
    ///
    /// Different codenames have different ones.
    var fileName: String {
        var name = ""
        for scalar in description.unicodeScalars {
            switch scalar {
            case " ": name += "-"
            case "-": name += "_h"
            case "'": name += "_a"
            case ".": name += "_d"
            default: name += scalar.properties.lowercaseMapping
            }
        }
        return name
    }
}
