/// The sections that the original tool has too. Their keys keep its names and their meaning.
extension SettingsTable {
    static let source = SettingsSection(
        name: "og_conn",
        summary: "How to reach openGauss, the source.",
        options: [
            SettingsOption(required: "host", \.source.hosts, .hosts, example: "127.0.0.1")
                .meaning(
                    "Host of the server; of several, separated by commas, the first that is the primary is used, again after a failover."
                ),
            SettingsOption("port", \.source.port, .whole(1...65535))
                .meaning("TCP port of the server, the same on every host."),
            SettingsOption(required: "user", \.source.user, .line, example: "reverse_migration")
                .meaning("User to log in as; it needs the REPLICATION right."),
        ] + passwords(\.source.password, variable: PasswordRule.source.variable) + [
            SettingsOption(required: "database", \.source.database, .line, example: "shop")
                .meaning("Database whose changes are captured; the slot belongs to it."),
            SettingsOption("charset", \.source.charset, .charset)
                .meaning(
                    "Character set of the database; the server itself is asked for it, so this counts with `--recording` only."
                ),
            SettingsOption("sslmode", \.source.sslmode, .choice)
                .meaning("How much TLS to ask for; verify-ca also checks the certificate, verify-full its name too."),
            SettingsOption(optional: "sslrootcert", \.source.sslrootcert, .line, example: "/etc/ssl/source-ca.pem")
                .meaning("File with the certificates that verify-ca and verify-full trust."),
            SettingsOption(optional: "sslcert", \.source.sslcert, .line, example: "/etc/ssl/reverse-migration.pem")
                .meaning("File with the certificate to show to the server, where it asks for one."),
            SettingsOption(optional: "sslkey", \.source.sslkey, .line, example: "/etc/ssl/reverse-migration.key")
                .meaning("File with the private key of `sslcert`; nobody else may be able to read it."),
            connectTimeout(\.source.connectTimeoutSeconds),
            SettingsOption(unused: "driver"),
            SettingsOption(unused: "ASSUME_MIN_SERVER_VERSION"),
            SettingsOption(unused: "REPLICATION"),
            SettingsOption(unused: "PREFER_QUERY_MODE"),
        ]
    )

    static let slot = SettingsSection(
        name: "slot",
        summary: "The replication slot of the source, and what its decoding is asked for.",
        options: [
            SettingsOption(required: "name", \.slot.name, .slotName, example: "reverse_migration")
                .meaning("Name of the slot; `reverse-migration create` makes it."),
            SettingsOption("decoding", \.slot.decoding, .identifier)
                .meaning("Output plugin of the slot."),
            SettingsOption("include-xids", \.slot.includeXids, .flag)
                .meaning("Whether the source sends the number of each transaction."),
            SettingsOption("skip-empty-xacts", \.slot.skipEmptyXacts, .flag)
                .meaning("Whether the source leaves out transactions in which nothing was changed."),
            SettingsOption("white-table-list", \.slot.whiteTableList, .tables)
                .meaning("Tables whose changes the source sends; an empty list stands for all of them."),
            SettingsOption("waitLSN", \.slot.waitLSN, .position)
                .meaning(
                    "Position where a new spool begins, skipping what was committed before; 0/0 is where the slot stands."
                ),
            SettingsOption("standby-connection", \.slot.standbyConnection, .flag)
                .meaning("Whether to decode on a standby only; a primary then refuses."),
            SettingsOption("parallel-decode-num", \.slot.parallelDecodeNum, .whole(1...20, .threads))
                .meaning(
                    "Decoding threads of the source. 1 is safe; 2 or more is the fast mode, several times as fast, but openGauss then leaves out,"
                        + " without a word, every TRUNCATE and every change that follows DDL in its transaction."
                ),
            SettingsOption("decode-style", \.slot.decodeStyle, .choice)
                .meaning(
                    "Format of parallel decoding, j(son), t(ext) or b(inary), the fastest; without effect on one thread."
                ),
            SettingsOption("sending-batch", \.slot.sendingBatch, .whole(0...1))
                .meaning(
                    "1 sends many changes at once in parallel decoding: far faster, and up to a second later on a quiet source."
                ),
            SettingsOption("runnable_num", \.replayWorkers, .whole(1...1024, .workers))
                .meaning("Replay workers that apply to MySQL side by side, each with a connection of its own."),
        ]
    )

    static let target = SettingsSection(
        name: "mysql",
        summary: "How to reach MySQL, the target.",
        options: [
            SettingsOption(required: "host", \.target.host, .host, example: "127.0.0.1")
                .meaning("Host of the server."),
            SettingsOption("port", \.target.port, .whole(1...65535))
                .meaning("TCP port of the server."),
            SettingsOption(required: "user", \.target.user, .line, example: "reverse_migration")
                .meaning("User to log in as; it needs to read and write the tables and to create the progress table."),
        ] + passwords(\.target.password, variable: PasswordRule.target.variable) + [
            SettingsOption(required: "database", \.target.database, .line, example: "shop")
                .meaning("Database that takes the changes of every schema that `mapping.schemas` does not name."),
            connectTimeout(\.target.connectTimeoutSeconds),
            SettingsOption(unused: "driver"),
        ]
    )

    private static func connectTimeout(_ path: SettingsOption.Path<Int>) -> SettingsOption {
        SettingsOption("connect_timeout_seconds", path, .whole(1...3600, .seconds))
            .meaning("How long an attempt to connect may take.")
    }

    private static func passwords(
        _ path: SettingsOption.Path<Secret>,
        variable: String
    ) -> [SettingsOption] {
        [
            SettingsOption(alternative: "password", path, .password, example: "\"…\"")
                .meaning("Password of the user; without any password key, \(variable) of the environment."),
            SettingsOption(
                alternative: "password_file",
                path,
                .passwordFile,
                example: "/etc/reverse-migration/password"
            )
            .meaning("File whose first line is taken as the password, relative to the current directory."),
            SettingsOption(alternative: "password_env", path, .passwordVariable, example: variable)
                .meaning("Environment variable that is taken as the password."),
        ]
    }
}
