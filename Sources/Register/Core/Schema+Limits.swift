extension Schema {
    /// Version 6: what others make grow is counted by source and ends.
    static let limits = Step(
        """
        -- How much is kept of each kind of `Kept` for each source, wherever counting it anew would take long.
        CREATE TABLE kept (
            kind TEXT NOT NULL,
            source TEXT NOT NULL,
            count INTEGER NOT NULL CHECK (count >= 0),
            bytes INTEGER NOT NULL CHECK (bytes >= 0),
            PRIMARY KEY (kind, source)
        ) STRICT, WITHOUT ROWID;

        -- How often something was done for a source since a time.
        CREATE TABLE allowance (
            kind TEXT NOT NULL,
            source TEXT NOT NULL,
            since INTEGER NOT NULL,
            used INTEGER NOT NULL,
            PRIMARY KEY (kind, source)
        ) STRICT, WITHOUT ROWID;

        ALTER TABLE quarantine ADD COLUMN source TEXT NOT NULL DEFAULT 'unknown';
        -- Bytes; nothing is known of what came before they were counted.
        ALTER TABLE quarantine ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
        UPDATE quarantine SET source = 'link ' || link;
        CREATE INDEX quarantine_source ON quarantine (source, id);
        CREATE INDEX quarantine_file ON quarantine (file);
        INSERT INTO kept SELECT 'quarantine', source, count(*), 0 FROM quarantine GROUP BY source;

        -- The neighbour that handed a bundle to us.
        ALTER TABLE carried ADD COLUMN source TEXT NOT NULL DEFAULT 'unknown';
        UPDATE carried SET source = coalesce(
            (SELECT 'station ' || previous FROM transit WHERE transit.name = carried.name), 'unknown');
        CREATE INDEX carried_oldest ON carried (source, at);
        INSERT INTO kept SELECT 'carried', source, count(*), 0 FROM carried GROUP BY source;

        INSERT INTO kept
            SELECT 'telegrams', 'station ' || peer, count(*), sum(length(bytes))
            FROM entry JOIN content USING (number) WHERE direction = 'in' GROUP BY peer;

        -- Up to which number the digests of a station's parcels are forgotten: those are known to have been heard, except
        -- where a gap says otherwise.
        CREATE TABLE forgotten (
            peer TEXT NOT NULL,
            incarnation BLOB NOT NULL CHECK (length(incarnation) = 16),
            channel INTEGER NOT NULL,
            PRIMARY KEY (peer, incarnation)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX passage_oldest ON passage (asked);
        CREATE INDEX notice_service ON notice (peer) WHERE service = 1;
        """)
}
