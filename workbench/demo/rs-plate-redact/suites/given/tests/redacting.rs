use plate_redact::{redact, RedactError};

fn hidden(note: &str, keep: usize) -> String {
    redact(note, keep).expect("note is fine")
}

#[test]
fn note_without_plates_is_unchanged() {
    assert_eq!(hidden("nothing to see, level 2", 0), "nothing to see, level 2");
    assert_eq!(hidden("", 2), "");
}

#[test]
fn every_plate_is_hidden() {
    assert_eq!(
        hidden("AB-123-CD blocked the ramp, ZX-900-QT helped", 0),
        "**-***-** blocked the ramp, **-***-** helped"
    );
}

#[test]
fn last_signs_are_kept() {
    assert_eq!(hidden("AB-123-CD left", 1), "**-***-*D left");
    assert_eq!(hidden("AB-123-CD left", 2), "**-***-CD left");
    assert_eq!(hidden("AB-123-CD left", 3), "**-**3-CD left");
}

#[test]
fn plates_next_to_punctuation_and_other_scripts() {
    assert_eq!(hidden("(AB-123-CD)", 0), "(**-***-**)");
    assert_eq!(hidden("éAB-123-CDß", 0), "é**-***-**ß");
    assert_eq!(hidden("AB-123-CD_AB-123-CD", 0), "**-***-**_**-***-**");
}

#[test]
fn what_only_looks_like_a_plate_stays() {
    for note in [
        "XAB-123-CD", "AB-123-CDX", "AB-123-CD4", "9AB-123-CD", "AB-123-CD-7", "-AB-123-CD",
        "ab-123-cd", "AB 123 CD", "AB-12-CD", "AB-1234-CD", "aAB-123-CD", "AB-123-CD-123-EF",
    ] {
        assert_eq!(hidden(note, 0), note);
    }
}

#[test]
fn too_much_is_kept() {
    assert_eq!(redact("AB-123-CD", 4), Err(RedactError::KeepTooLarge(4)));
    assert_eq!(redact("\0", 99), Err(RedactError::KeepTooLarge(99)));
}

#[test]
fn nul_is_refused() {
    assert_eq!(redact("é\0 AB-123-CD\0", 0), Err(RedactError::NulByte(2)));
}
