import Foundation
import GRDB
import TransparencyLog

extension Schema {
    /// Version 4: numbers count within incarnations, receipts name what they receipt, entries can be filed papers, the edge
    /// of the log's tree is kept, and whatever changes is counted.
    static let correspondences = Step { database in
        try database.execute(sql: incarnations)
        try bringOverParcels(in: database)
        try database.execute(sql: heardAndEntries)
        try bringOverTree(in: database)
    }

    private static let incarnations = """
        -- Our own incarnation: the life of this register within which we give out channel numbers.
        CREATE TABLE incarnation (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            name BLOB NOT NULL CHECK (length(name) = 16),
            began INTEGER NOT NULL
        ) STRICT;
        INSERT INTO incarnation
            VALUES (1, randomblob(16), coalesce((SELECT founded FROM station), unixepoch() * 1000));

        -- What is known of the correspondence with each station, as `Correspondence` of `Relay` has it.
        CREATE TABLE correspondence (
            peer TEXT PRIMARY KEY,
            -- SHA-256 of the station's key for which numbers are given out.
            key BLOB CHECK (length(key) = 32),
            sent_incarnation BLOB NOT NULL CHECK (length(sent_incarnation) = 16),
            sent_began INTEGER NOT NULL,
            sent_last INTEGER NOT NULL CHECK (sent_last >= 0),
            -- Nothing was heard where the highest number is NULL; before stations named their incarnation where only that is.
            heard_incarnation BLOB CHECK (length(heard_incarnation) = 16),
            heard_began INTEGER,
            heard_highest INTEGER CHECK (heard_highest >= 0),
            -- How long the station's parcels are given to come in order, in milliseconds, and when it was last asked.
            patience INTEGER NOT NULL,
            asked INTEGER,
            -- When numbers are compared.
            compared_sent INTEGER NOT NULL,
            confirmed INTEGER NOT NULL,
            moved INTEGER,
            compared INTEGER,
            unanswered INTEGER NOT NULL,
            -- Why nothing is sent until a person has decided.
            hold TEXT CHECK (hold IN ('older-copy', 'two-copies')),
            hold_number INTEGER,
            hold_incarnation BLOB,
            dismissed INTEGER NOT NULL CHECK (dismissed IN (0, 1)),
            -- How many of the station's numbers are missing.
            missing INTEGER NOT NULL CHECK (missing >= 0)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO correspondence
            SELECT channel.peer, NULL, (SELECT name FROM incarnation), (SELECT began FROM incarnation), channel.last_sent, NULL,
                NULL,
                nullif(highest_received, 0), coalesce(patience, 300000), channel.asked, coalesce(c.last_sent, 0),
                max(coalesce(c.confirmed, 0), coalesce((SELECT max(p.channel) FROM parcel p
                    WHERE p.peer = channel.peer AND p.arrived IS NOT NULL), 0)),
                c.moved, c.asked, coalesce(c.unanswered, 0), NULL, NULL, NULL, 0,
                (SELECT count(*) FROM gap g WHERE g.peer = channel.peer)
            FROM channel LEFT JOIN comparison c USING (peer);
        DROP TABLE channel;
        DROP TABLE comparison;

        -- Other incarnations of a station: candidates that have not proved themselves, and those that were it before.
        CREATE TABLE peer_incarnation (
            peer TEXT NOT NULL,
            name BLOB NOT NULL CHECK (length(name) = 16),
            began INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('candidate', 'former', 'disowned')),
            place INTEGER NOT NULL,
            highest INTEGER NOT NULL,
            -- Up to this number the station vouches for it.
            vouched INTEGER NOT NULL,
            nonce BLOB CHECK (length(nonce) = 16),
            asked INTEGER,
            PRIMARY KEY (peer, name)
        ) STRICT, WITHOUT ROWID;
        """

    private static let heardAndEntries = """
        CREATE TABLE heard_new (
            peer TEXT NOT NULL,
            incarnation BLOB NOT NULL,
            channel INTEGER NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            PRIMARY KEY (peer, incarnation, channel)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO heard_new SELECT peer, x'', channel, digest FROM heard ORDER BY peer, channel;
        DROP TABLE heard;
        ALTER TABLE heard_new RENAME TO heard;

        CREATE TABLE gap_new (
            peer TEXT NOT NULL,
            incarnation BLOB NOT NULL,
            channel INTEGER NOT NULL,
            found INTEGER NOT NULL,
            asked INTEGER,
            asks INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (peer, incarnation, channel)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO gap_new SELECT peer, x'', channel, found, asked, asks FROM gap;
        DROP TABLE gap;
        ALTER TABLE gap_new RENAME TO gap;

        CREATE TABLE entry_new (
            number INTEGER PRIMARY KEY,
            direction TEXT NOT NULL CHECK (direction IN ('in', 'out', 'filed')),
            service INTEGER NOT NULL CHECK (service IN (0, 1)),
            recorded INTEGER NOT NULL,
            precedence INTEGER NOT NULL,
            peer TEXT,
            incarnation BLOB,
            channel INTEGER,
            originator TEXT,
            originator_number INTEGER,
            date_time INTEGER,
            kind TEXT,
            identity BLOB,
            salt BLOB NOT NULL CHECK (length(salt) = 16),
            leaf BLOB NOT NULL CHECK (length(leaf) = 53),
            -- The count of changes at the last one of the entry or of anything that belongs to it.
            changed INTEGER NOT NULL,
            CHECK ((direction = 'in') = (peer IS NOT NULL)),
            CHECK ((direction = 'in') = (incarnation IS NOT NULL)),
            CHECK ((direction = 'in') = (channel IS NOT NULL))
        ) STRICT;
        INSERT INTO entry_new
            SELECT number, direction, service, recorded, precedence, peer, iif(direction = 'in', x'', NULL), channel,
                originator, originator_number, date_time, kind, identity, salt, leaf, 0
            FROM entry;
        DROP TABLE entry;
        ALTER TABLE entry_new RENAME TO entry;
        CREATE UNIQUE INDEX entry_channel ON entry (peer, incarnation, channel) WHERE direction = 'in';
        CREATE INDEX entry_telegrams ON entry (number) WHERE service = 0;
        CREATE INDEX entry_originator ON entry (originator_number) WHERE originator_number IS NOT NULL;
        CREATE INDEX entry_changed ON entry (changed);

        -- The right edge of the log's tree, as docs/formats/register-log.md stores it.
        CREATE TABLE tree (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            edge BLOB NOT NULL
        ) STRICT;

        -- Notices of before name no contents: what they report is found out by comparing numbers.
        DELETE FROM notice;

        -- Items that wait in the quarantine for a decision about this station's incarnation.
        ALTER TABLE quarantine ADD COLUMN awaits TEXT;
        """

    private static let parcels = """
        CREATE TABLE parcel_new (
            peer TEXT NOT NULL,
            channel INTEGER NOT NULL,
            incarnation BLOB NOT NULL CHECK (length(incarnation) = 16),
            -- SHA-256 of what it carries: receipts name it.
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            number INTEGER REFERENCES entry (number),
            service INTEGER NOT NULL CHECK (service IN (0, 1)),
            cover BLOB NOT NULL,
            precedence INTEGER NOT NULL,
            created INTEGER NOT NULL,
            waiting INTEGER NOT NULL CHECK (waiting IN (0, 1)),
            turn INTEGER NOT NULL,
            bundle TEXT,
            handed INTEGER,
            hop TEXT,
            arrived INTEGER,
            -- When, and why, the other station refused it.
            refused INTEGER,
            refusal TEXT,
            PRIMARY KEY (peer, channel, incarnation)
        ) STRICT;
        INSERT INTO parcel_new
            SELECT p.peer, p.channel, (SELECT name FROM incarnation), coalesce(cover_digest(p.cover), zeroblob(32)),
                p.number,
                coalesce(e.service, 0), p.cover, p.precedence, p.created, p.waiting, p.turn, p.bundle, p.handed, p.hop,
                p.arrived, NULL, NULL
            FROM parcel p LEFT JOIN entry e ON e.number = p.number;
        DROP TABLE parcel;
        ALTER TABLE parcel_new RENAME TO parcel;
        CREATE INDEX parcel_number ON parcel (number);
        CREATE INDEX parcel_bundle ON parcel (bundle) WHERE bundle IS NOT NULL;
        CREATE INDEX parcel_turn ON parcel (turn) WHERE waiting = 1;
        CREATE INDEX parcel_question ON parcel (peer) WHERE waiting = 1 AND service = 1;
        """

    private static func bringOverParcels(in database: Database) throws {
        let digest = DatabaseFunction("cover_digest", argumentCount: 1, pure: true) { values in
            Data.fromDatabaseValue(values[0]).flatMap { digestLine(in: Array($0)) }.map { Data($0) }
        }
        database.add(function: digest)
        defer { database.remove(function: digest) }
        try database.execute(sql: parcels)
    }

    /// What the line `digest: ` of a cover says.
    private static func digestLine(in cover: [UInt8]) -> [UInt8]? {
        let name = Array("digest: ".utf8)
        let line = cover.split(separator: 0x0A).first { $0.starts(with: name) }
        guard let digits = line?.dropFirst(name.count), digits.count == 64 else { return nil }
        let text = String(decoding: digits, as: UTF8.self)
        return stride(from: 0, to: 64, by: 2).compactMap { UInt8(text.dropFirst($0).prefix(2), radix: 16) }
    }

    private static func bringOverTree(in database: Database) throws {
        var edge = MerkleFrontier()
        let leaves = try Row.fetchCursor(database, sql: "SELECT leaf FROM entry ORDER BY number")
        while let row = try leaves.next() { edge.append(.leaf(row.bytes("leaf"))) }
        try database.execute(sql: "INSERT INTO tree VALUES (1, ?)", arguments: [edge.bytes.blob])
    }
}
