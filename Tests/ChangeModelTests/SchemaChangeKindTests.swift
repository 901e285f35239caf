import ChangeModel
import Testing

struct SchemaChangeKindTests {
    @Test(arguments: [
        ("ALTER TABLE public.t ADD COLUMN c text DEFAULT 'secret', [owner none]", "ALTER TABLE"),
        ("create unique index concurrently i ON secret (a)", "CREATE UNIQUE INDEX"),
        ("CREATE OR REPLACE FUNCTION secret()", "CREATE OR REPLACE FUNCTION"),
        ("CREATE LOCAL TEMPORARY TABLE secret (a int)", "CREATE LOCAL TEMPORARY TABLE"),
        ("ALTER USER table PASSWORD 'secret'", "ALTER USER"),
        ("DROP TABLE secret", "DROP TABLE"),
        ("GRANT secret TO secret", "GRANT"),
        ("secret", "a statement of another kind"),
        ("", "a statement of another kind"),
        (
            #"prefix: deparse, lsn: 0/1, relid 1, cmdtype: AlterTable, size: 9, content: {"x": "cmdtype: secret"}"#,
            "AlterTable"
        ),
        ("prefix: deparse", "a statement of another kind"),
    ])
    func `a kind is made of words of SQL alone`(text: String, kind: String) {
        #expect(SchemaChange(text: text).kind == kind)
    }
}
