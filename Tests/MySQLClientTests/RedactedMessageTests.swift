import MySQLClient
import Testing

/// The messages are what MariaDB 10.11 and MySQL 9.7 really said.
struct RedactedMessageTests {
    private func redacted(_ code: UInt32, _ message: String) -> String {
        RedactedMessage(code: code, serverMessage: message).text
    }

    @Test func `a duplicate keeps the key and loses the value`() {
        #expect(
            redacted(1062, "Duplicate entry '4711-Ann' for key 'customers.PRIMARY'")
                == "Duplicate entry '…' for key 'customers.PRIMARY'"
        )
    }

    @Test func `a value that looks like the end of the message is lost whole`() {
        #expect(
            redacted(1062, "Duplicate entry 'x' for key 'y' z' for key 'PRIMARY'")
                == "Duplicate entry '…' for key 'PRIMARY'"
        )
    }

    @Test func `a wrong value keeps the column in the way of either server`() {
        #expect(
            redacted(1366, "Incorrect integer value: 'it's 4711' for column `shop`.`orders`.`id` at row 1")
                == "Incorrect integer value: '…' for column `shop`.`orders`.`id` at row 1"
        )
        #expect(
            redacted(1292, "Incorrect datetime value: '4711' for column 'created' at row 3")
                == "Incorrect datetime value: '…' for column 'created' at row 3"
        )
    }

    @Test func `a wrong value without a column loses only the value`() {
        #expect(
            redacted(1292, "Truncated incorrect DECIMAL value: '4711abc'") == "Truncated incorrect DECIMAL value: '…'"
        )
    }

    @Test(arguments: [
        (1406, "Data too long for column 'name' at row 1"),
        (1265, "Data truncated for column 'name' at row 1"),
        (1264, "Out of range value for column 'name' at row 1"),
        (1048, "Column 'name' cannot be null"),
        (1146, "Table 'shop.orders' doesn't exist"),
        (1054, "Unknown column 'nam' in 'field list'"),
        (1045, "Access denied for user 'migrator'@'localhost' (using password: YES)"),
        (3140, "Invalid JSON text: \"Invalid value.\" at position 6 in value for column 'doc.j'."),
        (3144, "Cannot create a JSON value from a string with CHARACTER SET 'binary'."),
        (4025, "CONSTRAINT `doc.j` failed for `shop`.`doc`"),
        (3819, "Check constraint 'positive' is violated."),
        (1153, "Got a packet bigger than 'max_allowed_packet' bytes"),
        (2003, "Can't connect to server on '127.0.0.1' (111)"),
    ])
    func `a message of names is kept as it is`(code: UInt32, message: String) {
        #expect(redacted(code, message) == message)
    }

    @Test func `a foreign key is kept with its tables and columns`() {
        let message = """
            Cannot add or update a child row: a foreign key constraint fails (`shop`.`lines`, CONSTRAINT `l` FOREIGN KEY \
            (`order_id`) REFERENCES `orders` (`id`))
            """
        #expect(redacted(1452, message) == message)
    }

    @Test func `values without quotes are cut off where the message ends with them`() {
        #expect(redacted(1526, "Table has no partition for value 4711") == "Table has no partition for value …")
        #expect(
            redacted(3988, "Conversion from collation utf8mb4_general_ci into latin1_swedish_ci impossible for 4711")
                == "Conversion from collation utf8mb4_general_ci into latin1_swedish_ci impossible for …"
        )
    }

    @Test func `the text of a trigger's SIGNAL is withheld`() {
        #expect(!redacted(1644, "customer 4711 is blocked").contains("4711"))
    }

    @Test func `an unknown message loses all between its first and its last quote`() {
        #expect(
            redacted(1064, "You have an error near 'x' = '4711' WHERE' at line 1")
                == "You have an error near '…' at line 1"
        )
        #expect(redacted(9999, "it doesn't like \"4711\" and '4712'") == "it doesn't like \"…'")
        #expect(redacted(9999, "value 'O'Hara' isn't allowed") == "value '…' isn't allowed")
    }

    @Test func `an unknown message without quotes is kept`() {
        #expect(redacted(9999, "it doesn't work") == "it doesn't work")
    }

    @Test func `a value that ends in a quote and a letter cannot slip out`() {
        #expect(redacted(9999, "bad '4711's'") == "bad '…'")
        #expect(redacted(9999, "bad 'a' and b'4712' here") == "bad '…' here")
    }
}
