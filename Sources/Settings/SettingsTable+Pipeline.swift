/// The sections of our own: what happens between the two servers.
extension SettingsTable {
    static let spool = SettingsSection(
        name: "spool",
        summary: "The folder that capture writes and replay reads.",
        options: [
            SettingsOption("directory", \.spool.directory, .line)
                .meaning("Folder of the segments, relative to the current directory; `--spool DIR` stands for it."),
            SettingsOption("segment_size_megabytes", \.spool.segmentSizeMegabytes, .whole(1...4096, .megabytes))
                .meaning("Size at which a segment is closed; a larger transaction makes a larger segment."),
            SettingsOption("size_limit_megabytes", \.spool.sizeLimitMegabytes, .whole(0...1_000_000_000, .megabytes))
                .meaning("Most that the spool may take; 0 means that only the disk limits it."),
            SettingsOption("block_size_kilobytes", \.spool.blockSizeKilobytes, .whole(16...4096, .kilobytes))
                .meaning("Bytes compressed together: larger blocks take less room, smaller ones are read faster."),
            SettingsOption(
                "flush_interval_milliseconds",
                \.spool.flushIntervalMilliseconds,
                .whole(0...1000, .milliseconds)
            )
            .meaning("Longest time that a finished transaction waits for others to be synced to the disk with it."),
        ]
    )

    static let capture = SettingsSection(
        name: "capture",
        summary: "From openGauss to the spool.",
        options: [
            SettingsOption("queue_megabytes", \.capture.queueMegabytes, .whole(1...1024, .megabytes))
                .meaning("Memory for what was received and is not yet in the spool."),
            SettingsOption(
                "feedback_interval_milliseconds",
                \.capture.feedbackIntervalMilliseconds,
                .whole(100...10000, .milliseconds)
            )
            .meaning("How often the source is told up to where the spool is safe on the disk."),
            SettingsOption(
                "reconnect_delay_max_seconds",
                \.capture.reconnectDelayMaxSeconds,
                .whole(1...3600, .seconds)
            )
            .meaning("Longest pause between two attempts to reach the source again."),
            SettingsOption(
                optional: "heartbeat_table",
                \.capture.heartbeatTable,
                .table,
                example: "public.reverse_migration_heartbeat"
            )
            .meaning(
                "Table of the source that capture updates while nothing else commits, so that the slot moves on in parallel decoding;"
                    + " its changes are not spooled, and `check` says how to create it."
            ),
            SettingsOption("heartbeat_interval_seconds", \.capture.heartbeatIntervalSeconds, .whole(1...3600, .seconds))
                .meaning("How long nothing must have committed before the heartbeat table is updated."),
        ]
    )

    static let replay = SettingsSection(
        name: "replay",
        summary: "From the spool to MySQL.",
        options: [
            SettingsOption("group_transactions", \.replay.groupTransactions, .whole(1...1_000_000, .transactions))
                .meaning("Most source transactions that share one MySQL transaction."),
            SettingsOption("group_rows", \.replay.groupRows, .whole(1...10_000_000, .rows))
                .meaning("Rows from which on no further source transaction joins a MySQL transaction."),
            SettingsOption("commit_order", \.replay.commitOrder, .choice)
                .meaning(
                    "Order of commits in MySQL: dependency keeps it between transactions that share a row, a unique value or a parent;"
                        + " source keeps it between all, at a price in speed."
                ),
            SettingsOption("queue_megabytes", \.replay.queueMegabytes, .whole(1...1024, .megabytes))
                .meaning("Memory for what was read from the spool, and as much again for what is being applied."),
            SettingsOption("load_data", \.replay.loadData, .flag)
                .meaning(
                    "Whether long runs of inserts go in by LOAD DATA LOCAL, from memory, where MySQL's local_infile is on."
                ),
            SettingsOption("insert_rows_per_statement", \.replay.insertRowsPerStatement, .whole(1...10000, .rows))
                .meaning("Most rows of one prepared INSERT, where a transaction is applied by itself."),
            SettingsOption("progress_table", \.replay.progressTable, .identifier)
                .meaning("Table in MySQL that keeps what was applied, committed together with the data."),
            SettingsOption("misfits", \.replay.misfits, .misfits)
                .meaning(
                    "What becomes of rows that do not fit, for all tables and for some: stop replay, put the row into the quarantine,"
                        + " overwrite what is in the way, or ignore it; whatever is not written is recorded. See docs/misfits.md."
                ),
            SettingsOption("quarantine_table", \.replay.quarantineTable, .identifier)
                .meaning(
                    "Table in MySQL that keeps the rows that did not fit, made when a policy other than stop is set."
                ),
            SettingsOption("quarantine_rows_max", \.replay.quarantineRowsMax, .whole(1...10_000_000, .rows))
                .meaning("Most rows that are held back in the quarantine at a time; one more stops replay."),
            SettingsOption("deferred_megabytes", \.replay.deferredMegabytes, .whole(1...1024, .megabytes))
                .meaning(
                    "Most memory for rows of one transaction that do not fit yet: those whose unique value a later change of it must give"
                        + " back, and those that are to be set aside when it is applied again; more stops replay."
                ),
            SettingsOption("policy_uses_table", \.replay.policyUsesTable, .identifier)
                .meaning(
                    "Table in MySQL that counts the values that the policies of the section values have changed, made when there is a"
                        + " policy other than error."
                ),
            SettingsOption("foreign_key_checks", \.replay.foreignKeyChecks, .flag)
                .meaning("Whether MySQL checks foreign keys once more; the source has checked them already."),
            SettingsOption("schema_changes", \.replay.schemaChanges, .choice)
                .meaning(
                    "What a DDL statement in the stream does: stop, so that its counterpart can be made in MySQL, or ignore."
                ),
            SettingsOption("truncate", \.replay.truncate, .choice)
                .meaning(
                    "What a TRUNCATE in the stream does: apply deletes MySQL's rows within its transaction, stop waits for somebody to"
                        + " look, ignore keeps the rows and logs it."
                ),
            SettingsOption("new_columns", \.replay.newColumns, .choice)
                .meaning(
                    "What a column does that MySQL's table lacks: stop, with the ALTER TABLE that adds it, or ignore, which leaves its"
                        + " values out and counts them."
                ),
            SettingsOption("retry_delay_max_seconds", \.replay.retryDelayMaxSeconds, .whole(1...3600, .seconds))
                .meaning("Longest pause between two attempts after a deadlock or a lost connection."),
            SettingsOption(
                "poll_interval_milliseconds",
                \.replay.pollIntervalMilliseconds,
                .whole(1...10, .milliseconds)
            )
            .meaning("How often an idle replay looks for new transactions in the spool."),
        ]
    )

    static let mapping = SettingsSection(
        name: "mapping",
        summary: "Which database, table and column of MySQL takes what of openGauss; see docs/mapping.md.",
        options: [
            SettingsOption("schemas", \.mapping.schemas, .schemas)
                .meaning("Source schema to target database; every other schema goes to `mysql.database`."),
            SettingsOption("tables", \.mapping.tables, .tables)
                .meaning(
                    "Source table to target table, in the database that takes the schema unless another is named; every other table"
                        + " keeps its name. A name with a dot stands in double quotes."
                ),
            SettingsOption("columns", \.mapping.columns, .columns)
                .meaning("Source column to the name of the target's column; every other column keeps its name."),
            SettingsOption("include", \.mapping.include, .tableGlobs)
                .meaning("Source tables that are replayed; nothing stands for all."),
            SettingsOption("exclude", \.mapping.exclude, .tableGlobs)
                .meaning("Source tables that are not replayed, whatever `include` says; the spool has their changes."),
            SettingsOption("merge", \.mapping.merge, .flag)
                .meaning("Whether several source tables may go to one target table; otherwise that is refused."),
            SettingsOption("case", \.mapping.nameCase, .choice)
                .meaning(
                    "Whether a table that `tables` does not name keeps its name as it is, or goes to its lower-case form; it matters where"
                        + " MySQL's lower_case_table_names is 0."
                ),
        ]
    )

    static let values = SettingsSection(
        name: "values",
        summary: "What becomes of values that their column in MySQL cannot hold, such as infinity or a text too long.",
        options: [
            SettingsOption("default", \.values.standard, .policy)
                .meaning(
                    "Policy where neither the column nor its type has one: error stops replay, clamp writes the nearest value that the"
                        + " column holds, null writes NULL, text gives a type without a place of its own one as its text."
                ),
            SettingsOption("types", \.values.types, .policies("type of the source", parts: 1))
                .meaning("Policy for all columns of a type, named as in docs/type-mapping.md: `numeric: clamp`."),
            SettingsOption("columns", \.values.columns, .policies("schema.table.column", parts: 3))
                .meaning("Policy for one column of the source, named without quotes: `shop.orders.due: null`."),
            SettingsOption("arrays", \.values.arrays, .choice)
                .meaning("How arrays and ranges go into columns of texts: as the source spells them, or as JSON."),
        ]
    )

    static let telemetry = SettingsSection(
        name: "telemetry",
        summary: "What the program reports while it runs.",
        options: [
            SettingsOption("progress_interval_seconds", \.telemetry.progressIntervalSeconds, .whole(1...3600, .seconds))
                .meaning("How often a line of progress is logged."),
            SettingsOption("log_level", \.telemetry.logLevel, .choice)
                .meaning("Least important kind of message that is logged."),
        ]
    )
}
