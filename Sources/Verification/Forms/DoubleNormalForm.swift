/// The one text for a floating number, whichever server wrote its digits.
enum DoubleNormalForm {
    static func text(of digits: String) -> String {
        // Servers in the A and PG modes leave out the zero before the point, which Swift reads all the same.
        guard let number = Double(digits) else { return digits }
        // Minus zero is zero to both servers.
        return number == 0 ? "0" : String(number.bitPattern, radix: 16)
    }
}
