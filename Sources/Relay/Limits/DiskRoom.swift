/// The free space of a station's disk, and what may still be written there.
///
/// Others can fill a disk; the station's own telegrams need some of it. What others send is therefore written only while a
/// reserve stays free, and the less a thing is worth, the more must stay free.
package struct DiskRoom: Sendable, Hashable {
    /// Bytes of the whole file system.
    package var size: Int
    /// Bytes that are free now.
    package private(set) var free: Int

    package init(size: Int, free: Int) {
        self.size = size
        self.free = free
    }

    /// What is to be written, from what is worth most to what is worth least.
    package enum Use: Int, Sendable, Hashable, CaseIterable {
        /// Telegrams for this station, and parts of enclosures that they announce.
        case forUs
        /// Bundles of others.
        case forOthers
        /// What could not be accepted, and what nobody has announced.
        case refused

        /// How many reserves it leaves free.
        var reserves: Int {
            switch self {
            case .forUs: 1
            case .forOthers: 2
            case .refused: 4
            }
        }
    }

    /// Bytes that are the station's own: a sixteenth of the disk, and never more than 256 MiB.
    package var reserve: Int { min(size / 16, 256 << 20) }

    /// Whether so many bytes may be written.
    package func has(_ bytes: Int, for use: Use) -> Bool {
        bytes <= free - reserve * use.reserves
    }

    /// Whether a source that has so many bytes here may add some: one alone never takes more than four times what it leaves
    /// to everybody else.
    package func allows(_ bytes: Int, toSourceWith kept: Int) -> Bool {
        let (most, overflow) = free.multipliedReportingOverflow(by: 4)
        return overflow || kept + bytes <= max(Self.freely, most)
    }

    /// Bytes that any source may have here whatever the disk.
    package static let freely = 16 << 20

    package mutating func take(_ bytes: Int) { free -= bytes }
}
