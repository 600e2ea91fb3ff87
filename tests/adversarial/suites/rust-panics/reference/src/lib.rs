pub fn check(text: &str) -> usize {
    assert!(!text.is_empty(), "the text is empty");
    text.len()
}
