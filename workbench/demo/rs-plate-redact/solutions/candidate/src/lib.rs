//! Hides number plates in the notes of car park wardens.

mod error;
mod plates;

pub use error::RedactError;

const MOST_KEPT: usize = 3;

/// Hides the plates in a note, except their last `keep` letters and digits.
pub fn redact(note: &str, keep: usize) -> Result<String, RedactError> {
    if keep > MOST_KEPT {
        return Err(RedactError::KeepTooLarge(keep));
    }
    if let Some(position) = note.find('\0') {
        return Err(RedactError::NulByte(position));
    }
    let mut result = String::with_capacity(note.len());
    let mut done = 0;
    for plate in plates::find(note) {
        result.push_str(&note[done..plate.start]);
        result.push_str(&plates::mask(&note[plate.clone()], keep));
        done = plate.end;
    }
    result.push_str(&note[done..]);
    Ok(result)
}

/// Redacts all notes; the second list has a line for each note that was refused.
pub fn redact_all(notes: &[&str], keep: usize) -> (Vec<String>, Vec<String>) {
    let mut redacted = Vec::new();
    let mut log = Vec::new();
    for (index, note) in notes.iter().enumerate() {
        match redact(note, keep) {
            Ok(text) => redacted.push(text),
            Err(error) => log.push(format!("note {index}: {error}")),
        }
    }
    (redacted, log)
}
