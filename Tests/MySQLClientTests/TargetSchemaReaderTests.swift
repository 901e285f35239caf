import MySQLClient
import Testing

@Suite(.enabled(if: !LiveServer.all.isEmpty))
struct TargetSchemaReaderTests {
    @Test(arguments: LiveServer.all)
    func `columns are described with type, character set and generation`(server: LiveServer) throws {
        let connection = try server.connect(
            creating: "described",
            """
            id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, \
            name VARCHAR(30) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL, amount DECIMAL(12, 3) NULL, \
            at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), g INT AS (1 + 1) STORED, v INT AS (1 + 2) VIRTUAL
            """
        )
        let table = try #require(try read("described", connection, server))
        #expect(table.columns.map(\.name) == ["id", "name", "amount", "at", "g", "v"])
        #expect(table.engine == "InnoDB")
        #expect(!table.isView)
        let id = try #require(table.column(named: "ID"))
        #expect(id.dataType == "bigint")
        #expect([id.isUnsigned, id.isAutoIncrement, id.hasDefault, id.isNullable] == [true, true, true, false])
        let name = try #require(table.column(named: "name"))
        #expect([name.characterSet, name.collation] == ["latin1", "latin1_bin"])
        #expect([name.characterMaximumLength, name.octetLength] == [30, 30])
        #expect([name.hasDefault, name.isUnsigned, name.isGenerated] == [false, false, false])
        let amount = try #require(table.column(named: "amount"))
        #expect([amount.numericPrecision, amount.numericScale] == [12, 3])
        #expect([amount.isNullable, amount.hasDefault] == [true, true])
        #expect(amount.characterSet == nil)
        let at = try #require(table.column(named: "at"))
        #expect(at.datetimePrecision == 6)
        #expect([at.isGenerated, at.hasDefault] == [false, true])
        #expect(table.columns.filter(\.isGenerated).map(\.name) == ["g", "v"])
    }

    @Test(arguments: LiveServer.all)
    func `keys come with their columns in order, the primary key first`(server: LiveServer) throws {
        let connection = try server.connect(
            creating: "keyed",
            """
            b INT NOT NULL, a INT NOT NULL, n INT NULL, t VARCHAR(100), PRIMARY KEY (a, b), UNIQUE a_nullable (n, a), \
            UNIQUE a_prefix (t(10)), KEY plain (b)
            """
        )
        let table = try #require(try read("keyed", connection, server))
        #expect(table.keys.map(\.name) == ["PRIMARY", "a_nullable", "a_prefix", "plain"])
        #expect(table.primaryKey?.columns == ["a", "b"])
        #expect(table.keys.map(\.isUnique) == [true, true, true, false])
        #expect(table.keys.map(\.hasNullableParts) == [false, true, true, false])
        #expect(table.keys.map(\.hasPrefixParts) == [false, false, true, false])
        #expect(table.keys.map(\.columns)[1] == ["n", "a"])
    }

    @Test(arguments: LiveServer.all.filter { !$0.isMariaDB })
    func `a key over an expression says that it is not all columns`(server: LiveServer) throws {
        let connection = try server.connect(creating: "expressed", "a INT, b INT, UNIQUE k (a, (b + 1))")
        let key = try #require(try read("expressed", connection, server)?.keys.first)
        #expect(key.hasExpressionParts)
        #expect(key.columns == ["a"])
    }

    @Test(arguments: LiveServer.all)
    func `foreign keys, triggers and views are told`(server: LiveServer) throws {
        let connection = try server.connect()
        try connection.execute("DROP VIEW IF EXISTS families")
        try connection.execute("DROP TABLE IF EXISTS children, parents")
        try connection.execute("CREATE TABLE parents (x INT, y INT, PRIMARY KEY (x, y))")
        try connection.execute(
            """
            CREATE TABLE children (id INT PRIMARY KEY, px INT, py INT, CONSTRAINT of_parent FOREIGN KEY (px, py) \
            REFERENCES parents (x, y))
            """
        )
        try connection.execute("CREATE TRIGGER touched BEFORE INSERT ON children FOR EACH ROW SET NEW.px = NEW.px")
        try connection.execute("CREATE VIEW families AS SELECT * FROM children")
        let children = try #require(try read("children", connection, server))
        #expect(children.triggerCount == 1)
        #expect(
            children.foreignKeys == [
                TargetForeignKey(
                    name: "of_parent",
                    columns: ["px", "py"],
                    referencedDatabase: server.database,
                    referencedTable: "parents",
                    referencedColumns: ["x", "y"]
                )
            ]
        )
        let view = try #require(try read("families", connection, server))
        #expect(view.isView)
        #expect(view.columns.count == 3)
    }

    @Test(arguments: LiveServer.all)
    func `the foreign keys of whole databases are those of their tables`(server: LiveServer) throws {
        let connection = try server.connect()
        try connection.execute("DROP TABLE IF EXISTS fk_grandchildren, fk_children, fk_parents")
        try connection.execute("CREATE TABLE fk_parents (x INT, y INT, PRIMARY KEY (x, y), KEY (y)) ENGINE=InnoDB")
        try connection.execute(
            """
            CREATE TABLE fk_children (id INT PRIMARY KEY, px INT, py INT, boss INT, CONSTRAINT fk_two FOREIGN KEY (px, py) \
            REFERENCES fk_parents (x, y), CONSTRAINT fk_self FOREIGN KEY (boss) REFERENCES fk_children (id)) ENGINE=InnoDB
            """
        )
        try connection.execute(
            """
            CREATE TABLE fk_grandchildren (id INT PRIMARY KEY, child INT, CONSTRAINT fk_child FOREIGN KEY (child) \
            REFERENCES fk_children (id)) ENGINE=InnoDB
            """
        )
        let reader = try TargetSchemaReader(connection: connection)
        let found = try reader.foreignKeys(databases: ["no_such_database", server.database, "😀"])
        let ours = found.filter { $0.name.hasPrefix("fk_") }
        #expect(Set(ours.map(\.name)) == ["fk_two", "fk_self", "fk_child"])
        #expect(ours.first { $0.name == "fk_two" }?.columns == ["px", "py"])
        #expect(ours.first { $0.name == "fk_two" }?.referencedColumns == ["x", "y"])
        for table in try reader.tables(databases: [server.database]) where table.name.hasPrefix("fk_") {
            for key in table.foreignKeys { #expect(ours.contains(key)) }
        }
        #expect(try reader.foreignKeys(databases: []).isEmpty)
    }

    @Test(arguments: LiveServer.all)
    func `a listing holds what single look-ups hold, and what is not there is nil`(server: LiveServer) throws {
        let connection = try server.connect(creating: "listed", "id INT PRIMARY KEY")
        let reader = try TargetSchemaReader(connection: connection)
        let listed = try reader.tables(databases: [server.database, "no_such_database"])
        #expect(listed.first { $0.name == "listed" } == (try read("listed", connection, server)))
        #expect(try reader.table(database: server.database, name: "no_such_table") == nil)
        #expect(try reader.table(database: server.database, name: "😀") == nil)
    }

    @Test(arguments: LiveServer.all)
    func `table names differ by case where the server's do`(server: LiveServer) throws {
        let connection = try server.connect(creating: "`CaseName`", "id INT PRIMARY KEY")
        let namesHaveCase = try connection.text("SELECT @@lower_case_table_names") == "0"
        #expect((try read("casename", connection, server) == nil) == namesHaveCase)
        #expect(try read("CaseName", connection, server) != nil)
    }

    private func read(
        _ table: String,
        _ connection: MySQLConnection,
        _ server: LiveServer
    ) throws -> TargetTable? {
        try TargetSchemaReader(connection: connection).table(database: server.database, name: table)
    }
}
