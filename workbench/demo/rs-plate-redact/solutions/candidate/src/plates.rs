use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

fn pattern() -> &'static Regex {
    static PATTERN: OnceLock<Regex> = OnceLock::new();
    PATTERN.get_or_init(|| Regex::new("[A-Z]{2}-[0-9]{3}-[A-Z]{2}").expect("pattern is valid"))
}

/// Where the plates of a note are. All plates have the same length, and two that overlapped
/// would share a hyphen or letter, so neither of them would stand alone.
pub fn find(note: &str) -> Vec<Range<usize>> {
    pattern()
        .find_iter(note)
        .map(|found| found.range())
        .filter(|range| stands_alone(note.as_bytes(), range))
        .collect()
}

fn stands_alone(note: &[u8], range: &Range<usize>) -> bool {
    let joins = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'-');
    let before = range.start.checked_sub(1).and_then(|i| note.get(i));
    !joins(before) && !joins(note.get(range.end))
}

/// Stars for all letters and digits but the last `keep`.
pub fn mask(plate: &str, keep: usize) -> String {
    let signs = plate.chars().filter(|c| *c != '-').count();
    let mut hidden = signs - keep;
    plate
        .chars()
        .map(|c| {
            if c == '-' || hidden == 0 {
                return c;
            }
            hidden -= 1;
            '*'
        })
        .collect()
}
