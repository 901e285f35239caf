/// What the C library calls the encodings that a server may have.
enum TextEncodingName {
    /// Source: the server's `pg_enc2name_tbl`, and `iconv -l`; Microsoft's variant where the server's own tables follow that.
    private static let iconvNames: [String: String] = [
        "GBK": "GBK", "GB18030": "GB18030", "GB18030_2022": "GB18030", "EUC_CN": "EUC-CN", "EUC_TW": "EUC-TW",
        "BIG5": "BIG5",
        "EUC_JP": "EUC-JP", "EUC_JIS_2004": "EUC-JISX0213", "SJIS": "CP932", "SHIFT_JIS_2004": "SHIFT_JISX0213",
        "EUC_KR": "EUC-KR", "UHC": "UHC", "JOHAB": "JOHAB",
        "LATIN1": "ISO-8859-1", "LATIN2": "ISO-8859-2", "LATIN3": "ISO-8859-3", "LATIN4": "ISO-8859-4",
        "LATIN5": "ISO-8859-9",
        "LATIN6": "ISO-8859-10", "LATIN7": "ISO-8859-13", "LATIN8": "ISO-8859-14", "LATIN9": "ISO-8859-15",
        "LATIN10": "ISO-8859-16",
        "ISO_8859_5": "ISO-8859-5", "ISO_8859_6": "ISO-8859-6", "ISO_8859_7": "ISO-8859-7", "ISO_8859_8": "ISO-8859-8",
        "WIN1250": "CP1250", "WIN1251": "CP1251", "WIN1252": "CP1252", "WIN1253": "CP1253", "WIN1254": "CP1254",
        "WIN1255": "CP1255",
        "WIN1256": "CP1256", "WIN1257": "CP1257", "WIN1258": "CP1258", "WIN866": "CP866", "WIN874": "CP874",
        "KOI8R": "KOI8-R", "KOI8U": "KOI8-U",
    ]

    static var all: [String] { iconvNames.keys.sorted() }

    /// nil for a name that no server has.
    static func iconvName(_ serverName: String) -> String? {
        iconvNames[serverName]
    }
}
