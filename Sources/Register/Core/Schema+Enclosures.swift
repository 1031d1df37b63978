extension Schema {
    /// Version 12: parts of enclosures belong to the station that brings them.
    static let incomingEnclosures = Step(
        """
        -- Large enclosures that another station brings, each in a file of its own until the whole is here.
        CREATE TABLE incoming_enclosure (
            peer TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            size INTEGER NOT NULL CHECK (size > 0),
            -- The letter that has announced it; NULL where none has yet.
            number INTEGER REFERENCES entry (number),
            -- How long every part is but the last; NULL before the first.
            part_length INTEGER CHECK (part_length > 0),
            -- Bytes that are here.
            present INTEGER NOT NULL CHECK (present >= 0),
            -- How often the whole was not what it should be.
            failures INTEGER NOT NULL,
            since INTEGER NOT NULL,
            PRIMARY KEY (peer, digest)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX incoming_enclosure_digest ON incoming_enclosure (digest);
        CREATE INDEX incoming_enclosure_number ON incoming_enclosure (number) WHERE number IS NOT NULL;
        CREATE INDEX incoming_enclosure_unannounced ON incoming_enclosure (since) WHERE number IS NULL;

        -- Under which number each part came: by it the part is asked for again when it is lost.
        CREATE TABLE incoming_part (
            peer TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            offset INTEGER NOT NULL,
            length INTEGER NOT NULL,
            incarnation BLOB NOT NULL CHECK (length(incarnation) = 16),
            channel INTEGER NOT NULL,
            -- Whether its bytes are in the file.
            here INTEGER NOT NULL CHECK (here IN (0, 1)),
            PRIMARY KEY (peer, digest, offset)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX incoming_part_lost_place ON incoming_part (peer, incarnation, channel) WHERE here = 0;
        CREATE INDEX incoming_part_lost ON incoming_part (peer, digest) WHERE here = 0;

        -- Nobody knows any more whose parts these are.
        DROP TABLE enclosure_part;
        DELETE FROM enclosure WHERE complete = 0;
        """)
}
