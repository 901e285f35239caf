import MySQLClient
import Testing

struct GrantListTests {
    private func answer(_ statements: String..., to privilege: GrantList.Privilege = .insert) -> GrantList.Answer {
        GrantList(statements: statements).answer(privilege, onDatabase: "shop")
    }

    @Test(arguments: [
        "GRANT ALL PRIVILEGES ON *.* TO `m`@`%` IDENTIFIED BY PASSWORD '*6BB4837EB74329105EE4568DDA7DC67ED2CA2AD9'",
        "GRANT SELECT, INSERT, UPDATE ON *.* TO `m`@`%` WITH GRANT OPTION",
        "GRANT SELECT, INSERT ON `shop`.* TO `m`@`%`",
        "GRANT INSERT ON `sh%`.* TO `m`@`%`",
        "GRANT INSERT ON `s_op`.* TO `m`@`%`",
    ])
    func `a grant on everything or on the database is enough`(statement: String) {
        #expect(answer("GRANT USAGE ON *.* TO `m`@`%`", statement) == .yes)
    }

    @Test(arguments: [
        "GRANT USAGE ON *.* TO `m`@`%`",
        "GRANT SELECT ON `shop`.* TO `m`@`%`",
        "GRANT INSERT ON `shop2`.* TO `m`@`%`",
        "GRANT INSERT ON `s\\_op`.* TO `m`@`%`",
        "GRANT PROXY ON ``@`` TO `m`@`%` WITH GRANT OPTION",
        "GRANT EXECUTE ON PROCEDURE `shop`.`p` TO `m`@`%`",
    ])
    func `anything else is not`(statement: String) {
        #expect(answer(statement) == .no)
    }

    @Test func `a grant on a table, on columns or through a role may or may not do`() {
        #expect(answer("GRANT INSERT ON `shop`.`orders` TO `m`@`%`") == .unknown)
        #expect(answer("GRANT SELECT, INSERT (`a`, `b`) ON `shop`.* TO `m`@`%`") == .unknown)
        #expect(answer("GRANT USAGE ON *.* TO `m`@`%`", "GRANT `writer`@`%` TO `m`@`%`") == .unknown)
    }

    @Test func `MySQL's partial revoke takes a global grant back`() {
        #expect(answer("GRANT INSERT ON *.* TO `m`@`%`", "REVOKE INSERT ON `shop`.* FROM `m`@`%`") == .no)
    }

    @Test func `CREATE is not CREATE VIEW`() {
        #expect(answer("GRANT CREATE VIEW ON *.* TO `m`@`%`", to: .create) == .no)
        #expect(answer("GRANT CREATE VIEW, CREATE ON *.* TO `m`@`%`", to: .create) == .yes)
    }
}
