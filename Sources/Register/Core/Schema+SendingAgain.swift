extension Schema {
    /// What became of parcels that did not come through, and which parcel was sent in place of which.
    static let sendingAgain = Step(
        """
        -- When a person has seen to it that the parcel was refused: it was sent again, or given up.
        ALTER TABLE parcel ADD COLUMN resolved INTEGER;
        CREATE INDEX parcel_refused ON parcel (peer, channel)
            WHERE refused IS NOT NULL AND arrived IS NULL AND resolved IS NULL;

        -- Since when it is known that he cannot open it, because the key to which it is sealed is gone.
        ALTER TABLE addressee ADD COLUMN unreadable INTEGER;
        CREATE INDEX addressee_unreadable ON addressee (number) WHERE unreadable IS NOT NULL;

        -- The earlier number in place of which the parcel was sent again, as its cover says.
        ALTER TABLE heard ADD COLUMN replaces INTEGER;
        CREATE INDEX heard_replaces ON heard (peer, incarnation, replaces) WHERE replaces IS NOT NULL;
        """)
}
