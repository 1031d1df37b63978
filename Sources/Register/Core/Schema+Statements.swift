extension Schema {
    /// Version 5: a statement is found by its number, and by who is to sign it, without opening all of them.
    static let statementsFound = """
        -- Under the officer's archive key, so that nobody else learns the number; NULL for those filed before.
        ALTER TABLE statement ADD COLUMN mark BLOB CHECK (length(mark) = 16);
        CREATE INDEX statement_mark ON statement (officer, mark);

        -- Who is to sign a statement, by key as in `statement_signature`.
        CREATE TABLE statement_signatory (
            officer TEXT NOT NULL,
            key BLOB NOT NULL CHECK (length(key) = 16),
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            PRIMARY KEY (officer, key, digest)
        ) STRICT, WITHOUT ROWID;
        """
}
