import MySQLClient
import Testing

struct StatementSummaryTests {
    @Test(arguments: [
        ("INSERT INTO `shop`.`orders` (`id`, `name`) VALUES (?, ?)", "INSERT INTO `shop`.`orders`"),
        ("UPDATE `orders` SET `name` = 'Ann' WHERE id = 4711", "UPDATE `orders`"),
        ("DELETE FROM orders WHERE id IN (4711)", "DELETE FROM orders"),
        ("SET SESSION sql_mode = 'x'", "SET SESSION sql_mode"),
        ("SELECT 4711", "SELECT"),
        ("KILL 12", "KILL"),
        ("  START   TRANSACTION ", "START TRANSACTION"),
        ("CALL audit('4711')", "CALL audit"),
        ("", "a statement"),
    ])
    func `a statement is known by its head, and its values are not in it`(sql: String, expected: String) {
        #expect(StatementSummary(of: sql).description == expected)
    }
}
