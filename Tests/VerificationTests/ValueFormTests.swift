internal import MySQLClient
internal import Testing

@testable import Verification

struct ValueFormTests {
    @Test(arguments: [
        ("integer", "int", ValueForm.integer), ("uint8", "bigint", .integer), ("year", "year", .integer),
        ("boolean", "tinyint", .boolean), ("boolean", "bit", .boolean), ("bit", "bit", .bits),
        ("bit varying", "bigint", .bits),
        ("numeric", "decimal", .decimal(scale: 2)), ("number", "decimal", .decimal(scale: 2)),
        ("integer", "decimal", .decimal(scale: 2)),
        ("numeric", "int", .decimal(scale: 0)), ("numeric", "double", .double), ("real", "float", .double),
        ("double precision", "decimal", .double), ("bytea", "longblob", .bytes), ("varbinary", "varbinary", .bytes),
        ("date", "date", .date), ("date", "datetime", .midnight), ("time without time zone", "time", .time),
        ("timestamp without time zone", "datetime", .moment), ("timestamp with time zone", "timestamp", .momentInUTC),
        ("uuid", "char", .uuid), ("uuid", "uuid", .uuid), ("json", "json", .json),
        ("integer[]", "json", .json), ("bit", "varbinary", .bitBytes), ("interval", "time", .time),
        ("time with time zone", "time", .time), ("timestamp without time zone", "date", .moment),
        ("money", "decimal", .decimal(scale: 2)), ("inet", "inet6", .address), ("jsonb", "longtext", .json),
        ("character", "char", .text(isLong: true, isPadded: true)),
        ("text", "longtext", .text(isLong: true, isPadded: false)),
        ("public.mood", "enum", .text(isLong: true, isPadded: false)),
        ("interval", "varchar", .text(isLong: true, isPadded: false)),
    ])
    func `a pair of types has its form`(_ sourceType: String, _ dataType: String, _ form: ValueForm) throws {
        #expect(try Pair.column(sourceType, dataType).form == form)
    }

    @Test(arguments: [
        ("point", "point"), ("text", "int"), ("integer", "date"), ("bytea", "varchar"), ("text", "blob"),
        ("text", "json"), ("int4range", "json"), ("circle", "geometry"), ("text", "double"),
    ])
    func `a pair without a common form is named, not guessed`(_ sourceType: String, _ dataType: String) {
        let target = TargetColumn(name: "value", dataType: dataType, columnType: dataType)
        #expect(ValueForm(sourceType: sourceType, target: target) == nil)
    }
}
