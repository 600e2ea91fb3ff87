use call_numbers::CallNumber;

fn shown(text: &str) -> Option<String> {
    CallNumber::parse(text).map(|number| number.to_string())
}

#[test]
fn all_parts() {
    assert_eq!(shown("MUS 104 K38 1997").as_deref(), Some("MUS 104 K38 1997"));
}

#[test]
fn year_may_be_missing() {
    assert_eq!(shown("B 7 A1").as_deref(), Some("B 7 A1"));
}

#[test]
fn spaces_and_small_letters_are_tidied() {
    assert_eq!(shown("  mus  104 k038   0997 ").as_deref(), Some("MUS 104 K038 0997"));
}

#[test]
fn broken_call_numbers() {
    for text in [
        "", "MUS", "MUS 104", "MUSI 104 K38", "M2 104 K38", "MUS 0 K38", "MUS 0104 K38",
        "MUS 10000 K38", "MUS 104 38", "MUS 104 K", "MUS 104 KK38", "MUS 104 K3x", "MUS 104 K38 97",
        "MUS 104 K38 19970", "MUS 104 K38 1997 2", "MUS\t104 K38", "MÜS 104 K38", "MUS -4 K38",
        "MUS 104 K38 +199",
    ] {
        assert_eq!(shown(text), None, "{text:?}");
    }
}
