/// The one text for a floating number, whichever server wrote its digits.
enum DoubleNormalForm {
    static func text(of digits: String) -> String {
        // Servers in the A and PG modes leave out the zero before the point, which Swift reads all the same.
        guard let number = Double(digits) else { return digits }
        // Minus zero is zero to both servers.
        return number == 0 ? "0" : String(number.bitPattern, radix: 16)
    }

    /// Rounded to so many digits after the point.
    static func text(of digits: String, digits kept: Int) -> String {
        guard let number = Double(digits), number.isFinite else { return digits }
        // The two servers hold neighbours of the same decimal number, never two decimal numbers that are one here.
        let unit = (0..<kept).reduce(1.0) { unit, _ in unit * 10 }
        return text(of: "\((number * unit).rounded())")
    }
}
