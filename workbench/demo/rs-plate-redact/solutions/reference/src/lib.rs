use regex::{Captures, Regex};
use std::fmt;

#[derive(Debug, PartialEq, Eq)]
pub enum RedactError {
    KeepTooLarge(usize),
    NulByte(usize),
}

impl fmt::Display for RedactError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KeepTooLarge(keep) => write!(f, "keep must be at most 3, got {keep}"),
            Self::NulByte(position) => write!(f, "NUL byte at position {position}"),
        }
    }
}

impl std::error::Error for RedactError {}

pub fn redact(note: &str, keep: usize) -> Result<String, RedactError> {
    if keep > 3 {
        return Err(RedactError::KeepTooLarge(keep));
    }
    if let Some(position) = note.bytes().position(|b| b == 0) {
        return Err(RedactError::NulByte(position));
    }
    // A whole word first, so that a plate within a longer word is never looked at.
    let words = Regex::new("[A-Za-z0-9-]+").unwrap();
    let plate = Regex::new("^[A-Z]{2}-[0-9]{3}-[A-Z]{2}$").unwrap();
    let hidden = words.replace_all(note, |found: &Captures| {
        let word = &found[0];
        if !plate.is_match(word) {
            return word.to_string();
        }
        let stars = ["**-***-**", "**-***-*", "**-***-", "**-**"][keep];
        format!("{stars}{}", &word[stars.len()..])
    });
    Ok(hidden.into_owned())
}

pub fn redact_all(notes: &[&str], keep: usize) -> (Vec<String>, Vec<String>) {
    let results: Vec<_> = notes.iter().map(|note| redact(note, keep)).collect();
    let log = results
        .iter()
        .enumerate()
        .filter_map(|(i, r)| r.as_ref().err().map(|error| format!("note {i}: {error}")))
        .collect();
    (results.into_iter().flatten().collect(), log)
}
