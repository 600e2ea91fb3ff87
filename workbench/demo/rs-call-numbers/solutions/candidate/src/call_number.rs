use std::fmt;

/// A call number. The order of the fields is the order on the shelf.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallNumber {
    class: String,
    number: u16,
    mark: char,
    /// Compared as text: for decimal places that is the order of the numbers.
    places: String,
    year: Option<u16>,
}

impl CallNumber {
    /// Reads a call number; `None` if the text is none.
    pub fn parse(text: &str) -> Option<CallNumber> {
        if !text.is_ascii() {
            return None;
        }
        let upper = text.to_ascii_uppercase();
        let mut parts = upper.split(' ').filter(|part| !part.is_empty());
        let class = parse_class(parts.next()?)?;
        let number = parse_number(parts.next()?)?;
        let (mark, places) = parse_mark(parts.next()?)?;
        let year = match parts.next() {
            Some(part) => Some(parse_year(part)?),
            None => None,
        };
        if parts.next().is_some() {
            return None;
        }
        Some(CallNumber { class, number, mark, places, year })
    }
}

impl fmt::Display for CallNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}{}", self.class, self.number, self.mark, self.places)?;
        match self.year {
            Some(year) => write!(f, " {year:04}"),
            None => Ok(()),
        }
    }
}

fn parse_class(part: &str) -> Option<String> {
    let letters = part.bytes().all(|b| b.is_ascii_uppercase());
    (letters && part.len() <= 3).then(|| part.to_string())
}

fn parse_number(part: &str) -> Option<u16> {
    if !all_digits(part) || part.len() > 4 || part.starts_with('0') {
        return None;
    }
    part.parse().ok()
}

fn parse_mark(part: &str) -> Option<(char, String)> {
    let mark = part.chars().next().filter(char::is_ascii_uppercase)?;
    let places = &part[1..];
    all_digits(places).then(|| (mark, places.to_string()))
}

fn parse_year(part: &str) -> Option<u16> {
    if part.len() != 4 || !all_digits(part) {
        return None;
    }
    part.parse().ok()
}

fn all_digits(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
}
