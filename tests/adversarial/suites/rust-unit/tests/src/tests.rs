use super::*;

#[test]
fn adds() {
    assert_eq!(add(2, 3), 5);
}

#[test]
fn finds_initials() {
    assert_eq!(initials("ada lovelace"), vec!["A", "L"]);
}
