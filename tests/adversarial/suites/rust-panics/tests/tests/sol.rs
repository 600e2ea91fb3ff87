use sol::check;

#[test]
#[should_panic(expected = "the text is empty")]
fn panics() {
    check("");
}

#[test]
fn accepts() {
    assert_eq!(check("x"), 1);
}
