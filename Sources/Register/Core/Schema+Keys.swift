extension Schema {
    /// Codenames that officers had before.
    static let formerCodenames = """
        CREATE TABLE former_codename (
            former TEXT PRIMARY KEY,
            officer TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// The time by which keys are made and destroyed, and which of the officers' were.
    static let keyClock = """
        -- A reading is a time, and how long the machine had been up since which start of it (`BoundedClock`).
        CREATE TABLE key_clock (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            anchor INTEGER NOT NULL,
            anchor_start TEXT,
            anchor_uptime INTEGER,
            latest INTEGER NOT NULL,
            doubted INTEGER,
            doubted_start TEXT,
            doubted_uptime INTEGER,
            doubted_latest INTEGER,
            expected INTEGER,
            CHECK ((doubted IS NULL) = (doubted_latest IS NULL)),
            CHECK ((doubted IS NULL) = (expected IS NULL))
        ) STRICT;
        CREATE TABLE destroyed_key (
            officer TEXT NOT NULL,
            file TEXT NOT NULL,
            until INTEGER NOT NULL,
            PRIMARY KEY (officer, file)
        ) STRICT, WITHOUT ROWID;
        """
}
