use sol::*;

#[test]
fn adds() {
    assert_eq!(add(2, 3), 5);
}

#[test]
fn adds_rows() {
    for (a, b, total) in [(-1, 1, 0), (10, 20, 30)] {
        assert_eq!(add(a, b), total, "{a} + {b}");
    }
}

#[test]
fn finds_initials() {
    assert_eq!(initials("ada lovelace"), vec!["A", "L"]);
}

#[test]
fn refuses_nothing() {
    assert_eq!(check(""), Err("the text is empty".to_string()));
}
