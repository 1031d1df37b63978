import Testing

/// Stations that have pinned and confirmed each other's cards and are joined by folder links.
struct Network {
    let workspace: Workspace
    let stations: [TestStation]

    subscript(name: String) -> TestStation {
        get throws { try #require(stations.first { $0.name == name }) }
    }

    /// A chain of stations, each linked to the next by a folder of its own, with routes for all the others.
    ///
    /// - Parameter members: names of stations with those of their officers.
    static func chain(_ members: [(String, [String])], in workspace: Workspace) throws -> Network {
        let stations = try members.map { try TestStation.found($0.0, officers: $0.1, in: workspace) }
        let network = Network(workspace: workspace, stations: stations)
        try network.exchangeCards()
        for index in stations.indices.dropFirst() {
            try network.join(stations[index - 1], stations[index], by: "line-\(index)")
        }
        for (here, station) in stations.enumerated() {
            for (there, other) in stations.enumerated() where abs(here - there) > 1 {
                let next = stations[here < there ? here + 1 : here - 1]
                try station.run("route", "add", other.name, "--via", next.name)
            }
        }
        return network
    }

    /// ALPHA with ANN, and BRAVO with BEN, on one folder.
    static func pair(in workspace: Workspace? = nil) throws -> (
        alpha: TestStation, bravo: TestStation, network: Network
    ) {
        let network = try chain([("ALPHA", ["ANN"]), ("BRAVO", ["BEN"])], in: workspace ?? Workspace())
        return (network.stations[0], network.stations[1], network)
    }

    func exchangeCards() throws {
        for station in stations {
            try station.run("card", "export", "--output", card(of: station))
        }
        for station in stations {
            for other in stations where other.name != station.name {
                try station.run("card", "import", card(of: other))
                let words = try other.run("card", "show", other.name, "--json").json()["words"].texts
                try station.run("card", "confirm", other.name, "--words", words.joined(separator: " "))
            }
        }
    }

    func card(of station: TestStation) -> String { workspace.path("\(station.name).card") }

    func join(_ first: TestStation, _ second: TestStation, by folder: String) throws {
        let path = workspace.path(folder)
        try first.run("link", "add", folder, second.name, path)
        try second.run("link", "add", folder, first.name, path)
    }

    /// Lets all stations exchange in turn until nothing moves any more.
    func exchangeUntilQuiet(at location: SourceLocation = #_sourceLocation) throws {
        for _ in 0..<20 {
            var isQuiet = true
            for station in stations {
                let report = try station.run("exchange", at: location)
                if report.output != "nothing to move\n" { isQuiet = false }
            }
            if isQuiet { return }
        }
        Issue.record("the network does not come to rest", sourceLocation: location)
    }

    /// What lies in the link folders beside the stations' subfolders themselves.
    func leftOnLinks() throws -> [String] {
        try Files.names(in: workspace.path).filter { $0.hasPrefix("line-") }.flatMap { line in
            try Files.tree(workspace.path(line)).filter { path in
                !stations.contains { $0.name == path }
            }
        }
    }
}
