import MySQLClient
import Testing

struct ServerSettingsTests {
    private func settings(_ variables: [String: String]) -> ServerSettings {
        ServerSettings(
            version: ServerVersion(serverInfo: "8.4.0"),
            variables: variables,
            grants: GrantList(statements: [])
        )
    }

    @Test func `a server is read-only by either variable`() {
        #expect(!settings(["read_only": "OFF"]).isReadOnly)
        #expect(settings(["read_only": "ON"]).isReadOnly)
        #expect(settings(["read_only": "OFF", "super_read_only": "ON"]).isReadOnly)
    }

    @Test func `the modes are a set`() {
        #expect(settings(["sql_mode": "STRICT_TRANS_TABLES,ANSI_QUOTES"]).sqlModes.contains("ANSI_QUOTES"))
        #expect(settings(["sql_mode": ""]).sqlModes.isEmpty)
    }

    @Test(.enabled(if: !LiveServer.all.isEmpty), arguments: LiveServer.all)
    func `a real server answers every question`(server: LiveServer) throws {
        let settings = try ServerSettings(connection: try server.connect())
        #expect(settings.maximumPacketBytes >= 1_048_576)
        #expect(settings.maximumPreparedStatements > 0)
        #expect(settings.flushLogAtCommit != nil)
        #expect(!settings.isReadOnly)
        for privilege in GrantList.Privilege.allCases {
            #expect(settings.grants.answer(privilege, onDatabase: server.database) == .yes)
        }
    }
}
