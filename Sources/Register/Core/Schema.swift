import GRDB

/// The tables of the register.
///
/// Each STRICT and NOT NULL wherever absence has no meaning of its own.
///
/// Times are milliseconds since 1970, UTC. `bytes` columns hold sealed telegrams only.
enum Schema {
    /// Kept in `user_version`; a register with a greater one is not touched.
    static var version: Int { steps.count }

    /// Brings the register of an older version of the program up to date.
    static func check(_ database: Database) throws {
        let found = try version(of: database)
        guard found <= version else { throw RegisterError.newerSchema(found) }
        guard found > 0 else { throw RegisterError.damaged("the register has no tables") }
        guard found < version else { return }
        try database.inTransaction(.immediate) {
            // Another process may have been faster.
            try apply(steps.dropFirst(version(of: database)), to: database)
            return .commit
        }
    }

    /// - Parameter version: an older one only for tests of the way from there.
    static func create(_ database: Database, version: Int = version) throws {
        try apply(steps.prefix(version), to: database)
        try database.execute(sql: "PRAGMA user_version = \(version)")
    }

    private static func version(of database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    private static func apply(_ steps: ArraySlice<Step>, to database: Database) throws {
        for step in steps { try step.apply(database) }
        try database.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// What takes the register from one version to the next.
    struct Step: Sendable {
        let apply: @Sendable (Database) throws -> Void

        init(_ sql: String) {
            apply = { try $0.execute(sql: sql) }
        }

        /// A step that SQL alone cannot take.
        init(_ apply: @escaping @Sendable (Database) throws -> Void) {
            self.apply = apply
        }
    }

    /// None is ever changed once it was published.
    private static let steps = [
        Step(first), Step(second), Step(third), correspondences, Step(statementsFound), limits, sendingAgain,
        Step(keyClock), Step(formerCodenames), Step(nothingToOurselves), Step(failingDuties),
        incomingEnclosures, Step(attachedSessions), Step(stoppedCorrespondences),
    ]

    /// Version 3: signatures to statements that were withdrawn.
    private static let third = """
        CREATE TABLE statement_withdrawal (
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            key BLOB NOT NULL CHECK (length(key) = 16),
            signature TEXT NOT NULL,
            received INTEGER NOT NULL,
            source INTEGER REFERENCES entry (number),
            late INTEGER NOT NULL CHECK (late IN (0, 1)),
            PRIMARY KEY (digest, key)
        ) STRICT;
        """

    /// Version 2: links with a plan, routes with alternates, an order of waiting that other processes can follow, what
    /// relays are asked about, and how often a gap was asked for.
    private static let second = """
        ALTER TABLE link ADD COLUMN cost INTEGER NOT NULL DEFAULT 10 CHECK (cost > 0);
        ALTER TABLE link ADD COLUMN windows TEXT NOT NULL DEFAULT '';
        ALTER TABLE link ADD COLUMN minimize INTEGER;
        ALTER TABLE link ADD COLUMN silent INTEGER NOT NULL DEFAULT 0 CHECK (silent IN (0, 1));
        ALTER TABLE link ADD COLUMN speed INTEGER CHECK (speed > 0);

        CREATE TABLE way (
            destination TEXT NOT NULL,
            via TEXT NOT NULL,
            cost INTEGER NOT NULL DEFAULT 10 CHECK (cost > 0),
            PRIMARY KEY (destination, via)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO way (destination, via) SELECT destination, via FROM route;
        DROP TABLE route;
        ALTER TABLE way RENAME TO route;

        -- Settings of the station as a whole: where it listens, what it holds back.
        CREATE TABLE setting (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        ALTER TABLE gap ADD COLUMN asks INTEGER NOT NULL DEFAULT 0;
        -- How long a station's parcels are given to come in order, in milliseconds, and when it was last asked.
        ALTER TABLE channel ADD COLUMN patience INTEGER;
        ALTER TABLE channel ADD COLUMN asked INTEGER;

        -- Counts everything that ever began to wait, so that a process can ask what is new since it last looked.
        CREATE TABLE turn (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            last INTEGER NOT NULL
        ) STRICT;
        INSERT INTO turn VALUES (1, 0);
        ALTER TABLE parcel ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
        -- The neighbour to which it was handed last.
        ALTER TABLE parcel ADD COLUMN hop TEXT;
        ALTER TABLE transit ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE transit ADD COLUMN previous TEXT;
        ALTER TABLE transit ADD COLUMN expires INTEGER;
        -- Whether it was here before and has come back.
        ALTER TABLE transit ADD COLUMN circled INTEGER NOT NULL DEFAULT 0 CHECK (circled IN (0, 1));
        DROP INDEX parcel_waiting;
        DROP INDEX transit_order;
        CREATE INDEX parcel_turn ON parcel (turn) WHERE waiting = 1;
        CREATE INDEX transit_turn ON transit (turn);

        -- When a bundle of others came and went, for its sender who may ask.
        ALTER TABLE carried ADD COLUMN handed INTEGER;
        ALTER TABLE carried ADD COLUMN next TEXT;
        -- The most hops that any copy had made when it was taken in.
        ALTER TABLE carried ADD COLUMN hops INTEGER NOT NULL DEFAULT 0;

        -- What stations on the way were asked about our own bundles, and what they have answered.
        CREATE TABLE passage (
            bundle TEXT NOT NULL,
            station TEXT NOT NULL,
            asked INTEGER NOT NULL,
            answered INTEGER,
            received INTEGER,
            handed INTEGER,
            next TEXT,
            PRIMARY KEY (bundle, station)
        ) STRICT, WITHOUT ROWID;

        -- When channel numbers are compared with each station. The parcels that carry comparisons do not count as traffic:
        -- `quiet` is the last number that was given to one.
        CREATE TABLE comparison (
            peer TEXT PRIMARY KEY,
            last_sent INTEGER NOT NULL DEFAULT 0,
            confirmed INTEGER NOT NULL DEFAULT 0,
            moved INTEGER,
            asked INTEGER,
            unanswered INTEGER NOT NULL DEFAULT 0,
            quiet INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        """

    /// Version 1: registers, channels, cards, links, statements.
    private static let first = """
        CREATE TABLE station (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            designator TEXT NOT NULL,
            node INTEGER NOT NULL,
            first_number INTEGER NOT NULL CHECK (first_number > 0),
            founded INTEGER NOT NULL
        ) STRICT;

        -- The register proper: one row for every number, sent or received, without a gap.
        CREATE TABLE entry (
            number INTEGER PRIMARY KEY,
            direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
            service INTEGER NOT NULL CHECK (service IN (0, 1)),
            recorded INTEGER NOT NULL,
            precedence INTEGER NOT NULL,
            peer TEXT,
            channel INTEGER,
            originator TEXT,
            originator_number INTEGER,
            date_time INTEGER,
            kind TEXT,
            identity BLOB,
            salt BLOB NOT NULL CHECK (length(salt) = 16),
            leaf BLOB NOT NULL CHECK (length(leaf) = 53),
            CHECK ((direction = 'in') = (peer IS NOT NULL)),
            CHECK ((direction = 'in') = (channel IS NOT NULL))
        ) STRICT;
        CREATE UNIQUE INDEX entry_channel ON entry (peer, channel) WHERE direction = 'in';
        CREATE INDEX entry_telegrams ON entry (number) WHERE service = 0;
        CREATE INDEX entry_originator ON entry (originator_number) WHERE originator_number IS NOT NULL;

        -- The sealed telegram of an entry, as it travelled.
        CREATE TABLE content (
            number INTEGER PRIMARY KEY REFERENCES entry (number),
            bytes BLOB NOT NULL
        ) STRICT;

        -- For an officer who has sent or opened a telegram: its file key, sealed under his archive key.
        CREATE TABLE filing (
            number INTEGER NOT NULL REFERENCES entry (number),
            officer TEXT NOT NULL,
            key BLOB NOT NULL,
            PRIMARY KEY (officer, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE addressee (
            number INTEGER NOT NULL REFERENCES entry (number),
            ordinal INTEGER NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('action', 'info', 'care-of')),
            station TEXT NOT NULL,
            officer TEXT,
            arrived INTEGER,
            opened INTEGER,
            done INTEGER,
            declined INTEGER,
            reason_number INTEGER,
            waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting IN (0, 1)),
            PRIMARY KEY (number, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX addressee_waiting ON addressee (officer, number) WHERE waiting = 1;

        CREATE TABLE channel (
            peer TEXT PRIMARY KEY,
            last_sent INTEGER NOT NULL DEFAULT 0,
            highest_received INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;

        -- Every parcel received, so that a second copy is known and a reused number is noticed.
        CREATE TABLE heard (
            peer TEXT NOT NULL,
            channel INTEGER NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            PRIMARY KEY (peer, channel)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE gap (
            peer TEXT NOT NULL,
            channel INTEGER NOT NULL,
            found INTEGER NOT NULL,
            asked INTEGER,
            PRIMARY KEY (peer, channel)
        ) STRICT, WITHOUT ROWID;

        -- Every parcel that we made: the cover is what the clerk there will see.
        CREATE TABLE parcel (
            peer TEXT NOT NULL,
            channel INTEGER NOT NULL,
            number INTEGER REFERENCES entry (number),
            cover BLOB NOT NULL,
            precedence INTEGER NOT NULL,
            created INTEGER NOT NULL,
            waiting INTEGER NOT NULL CHECK (waiting IN (0, 1)),
            bundle TEXT,
            handed INTEGER,
            arrived INTEGER,
            PRIMARY KEY (peer, channel)
        ) STRICT;
        CREATE INDEX parcel_waiting ON parcel (precedence, created, channel) WHERE waiting = 1;
        CREATE INDEX parcel_number ON parcel (number);
        CREATE INDEX parcel_bundle ON parcel (bundle) WHERE bundle IS NOT NULL;

        -- Bundles of others that we carry on.
        CREATE TABLE transit (
            name TEXT PRIMARY KEY,
            destination INTEGER NOT NULL,
            precedence INTEGER NOT NULL,
            received INTEGER NOT NULL,
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE INDEX transit_order ON transit (precedence, received);
        CREATE TABLE carried (
            name TEXT PRIMARY KEY,
            at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Notices (receipts, requests for repeats, reports of damage) that wait for the next exchange.
        CREATE TABLE notice (
            id INTEGER PRIMARY KEY,
            peer TEXT NOT NULL,
            service INTEGER NOT NULL CHECK (service IN (0, 1)),
            line TEXT NOT NULL
        ) STRICT;
        CREATE INDEX notice_line ON notice (peer, line);

        CREATE TABLE card (
            station TEXT PRIMARY KEY,
            node INTEGER NOT NULL UNIQUE,
            text BLOB NOT NULL,
            pinned INTEGER NOT NULL,
            confirmed INTEGER,
            challenger BLOB
        ) STRICT;
        -- Our own card, as far as each correspondent has been sent it.
        CREATE TABLE card_sent (
            peer TEXT PRIMARY KEY,
            serial INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE link (
            name TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            path TEXT NOT NULL,
            peer TEXT
        ) STRICT;
        CREATE TABLE route (
            destination TEXT PRIMARY KEY,
            via TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE draft (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            officer TEXT NOT NULL,
            updated INTEGER NOT NULL,
            bytes BLOB NOT NULL
        ) STRICT;

        -- An officer's own book: who is behind a codename. One sealed text for each officer.
        CREATE TABLE book (
            officer TEXT PRIMARY KEY,
            bytes BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE statement (
            officer TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            bytes BLOB NOT NULL,
            filed INTEGER NOT NULL,
            source INTEGER REFERENCES entry (number),
            released INTEGER,
            PRIMARY KEY (officer, digest)
        ) STRICT;
        CREATE TABLE statement_signature (
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            key BLOB NOT NULL CHECK (length(key) = 16),
            signature TEXT NOT NULL,
            received INTEGER NOT NULL,
            source INTEGER REFERENCES entry (number),
            PRIMARY KEY (digest, key)
        ) STRICT;

        -- Large enclosures, sealed, in files of their own; the digest is that of the sealed file.
        CREATE TABLE enclosure (
            digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
            size INTEGER NOT NULL,
            direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
            complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
            number INTEGER REFERENCES entry (number)
        ) STRICT;
        CREATE TABLE enclosure_part (
            digest BLOB NOT NULL REFERENCES enclosure (digest),
            offset INTEGER NOT NULL,
            length INTEGER NOT NULL,
            PRIMARY KEY (digest, offset)
        ) STRICT, WITHOUT ROWID;
        -- Filed under an officer's archive key; empty while he awaits it.
        CREATE TABLE enclosure_key (
            digest BLOB NOT NULL,
            officer TEXT NOT NULL,
            key BLOB NOT NULL,
            PRIMARY KEY (digest, officer)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE quarantine (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            link TEXT NOT NULL,
            item TEXT NOT NULL,
            reason TEXT NOT NULL,
            file TEXT
        ) STRICT;

        CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            number INTEGER NOT NULL,
            at INTEGER NOT NULL,
            what TEXT NOT NULL
        ) STRICT;
        CREATE INDEX event_number ON event (number);
        """
}
