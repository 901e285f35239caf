/// Turns libyaml's words into a sentence that says what to do. None of them repeats anything of the file.
enum YAMLSyntaxAdvice {
    static func sentence(problem: String, context: String) -> String {
        "This is not valid YAML (\(problem)): \(advice(problem: problem, context: context))."
    }

    private static func advice(problem: String, context: String) -> String {
        switch (problem, context) {
        case (_, "while scanning an alias"), (_, "while scanning an anchor"):
            "a value that begins with * or & must stand in quotes"
        case ("found character that cannot start any token", _):
            "a value that begins with one of @ ` % , or a tab must stand in quotes"
        case ("mapping values are not allowed in this context", _):
            "a value with a colon and a space in it must stand in quotes, and keys of one section are indented alike"
        case ("could not find expected ':'", _):
            "a key is followed by a colon and a space"
        case ("found unexpected end of stream", _):
            "a quote, bracket or brace is not closed"
        default:
            "look at the indentation and the quotes of this line and the one above"
        }
    }
}
