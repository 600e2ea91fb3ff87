use sol::*;

#[test]
fn moves() {
    assert_eq!(point(1, 2).moved(3, 4), point(4, 6));
}

#[test]
fn shows() {
    assert_eq!(point(1, 2).to_string(), "1,2");
}

#[test]
fn counts() {
    assert_eq!(point(1, 2).sum(), 3);
}
