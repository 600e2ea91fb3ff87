use plate_redact::{redact_all, RedactError};

#[test]
fn good_notes_keep_their_order() {
    let (redacted, log) = redact_all(&["b AB-123-CD", "a"], 0);
    assert_eq!(redacted, ["b **-***-**", "a"]);
    assert!(log.is_empty());
}

#[test]
fn error_is_a_standard_error_with_a_message() {
    let error: Box<dyn std::error::Error> = Box::new(RedactError::KeepTooLarge(7));
    assert_eq!(error.to_string(), "keep must be at most 3, got 7");
}

#[test]
fn refused_notes_are_logged() {
    let (redacted, log) = redact_all(&["one", "t\0wo", "three", "\0"], 0);
    assert_eq!(redacted, ["one", "three"]);
    assert_eq!(log, ["note 1: NUL byte at position 1", "note 3: NUL byte at position 0"]);
}
