import Testing

/// The files of a station's folder at a time when all is well, to find afterwards what does not belong there.
struct HomeInventory {
    private let station: TestStation
    private let before: Set<String>

    init(_ station: TestStation) throws {
        self.station = station
        before = try Self.files(station)
    }

    /// Expects nothing new but so many sealed enclosures.
    func expectNothingNew(but enclosures: Int = 0, at location: SourceLocation = #_sourceLocation) throws {
        let new = try Self.files(station).subtracting(before)
        let sealed = new.filter { $0.hasPrefix("enclosures/") && $0.hasSuffix(".age") }
        #expect(new.subtracting(sealed) == [], "left behind at \(station.name)", sourceLocation: location)
        #expect(sealed.count == enclosures, "sealed enclosures at \(station.name)", sourceLocation: location)
    }

    /// Without the database's own companions, which come and go, and keys, which are renewed.
    private static func files(_ station: TestStation) throws -> Set<String> {
        try Set(Files.tree(station.home).filter { !$0.hasPrefix("station.db-") })
    }
}
