internal import MySQLClient
internal import Testing

@testable import Replay

/// Which form the columns of each type have.
struct KeyFormOfColumnTests {
    private func form(_ type: String, _ characterSet: String? = nil, _ collation: String? = nil, scale: Int? = nil)
        -> KeyForm?
    {
        KeyForm(
            TargetColumn(
                name: "c",
                dataType: type,
                columnType: type,
                characterSet: characterSet,
                collation: collation,
                numericScale: scale
            )
        )
    }

    @Test func `numbers, times and bytes are compared by their value`() {
        for type in ["tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "year"] {
            #expect(form(type, scale: 0) == .number)
        }
        #expect(form("float") == .float)
        #expect(form("double") == .double)
        for type in ["binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"] {
            #expect(form(type) == .bytes)
        }
        #expect(
            [form("date"), form("time"), form("datetime"), form("timestamp")] == [.date, .time, .datetime, .datetime]
        )
        #expect(form("uuid") == .caselessText)
    }

    @Test func `texts are compared byte for byte, or by their collation`() {
        #expect(form("varchar", "utf8mb4", "utf8mb4_bin") == .exactText)
        #expect(form("enum", "utf8mb4", "utf8mb4_general_ci") == .exactText)
        #expect(form("set", "utf8mb4", "utf8mb4_general_ci") == .exactText)
        for type in ["char", "varchar", "tinytext", "text", "mediumtext", "longtext"] {
            guard case .collated(let collation) = form(type, "utf8mb4", "utf8mb4_0900_ai_ci") else {
                Issue.record("\(type) is not compared by its collation")
                continue
            }
            #expect(collation.name == "utf8mb4_0900_ai_ci")
            #expect(collation.characterSet == "utf8mb4")
        }
    }

    @Test func `where nobody knows what is equal there is no form`() {
        #expect(form("varchar") == nil)
        for type in ["json", "bit", "geometry", "vector", "inet6", ""] { #expect(form(type) == nil) }
    }
}
