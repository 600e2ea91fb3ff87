#![allow(dead_code)]

use call_numbers::{shelve, CallNumber};

fn assert_order(texts: &[&str]) {
    let mut backwards: Vec<&str> = texts.to_vec();
    backwards.reverse();
    let (shelf, unreadable) = shelve(&backwards);
    assert_eq!(shelf, texts);
    assert!(unreadable.is_empty());
}

#[test]
fn classes_are_alphabetical() {
    assert_order(&["A 1 K1", "AB 1 K1", "B 1 K1", "MUS 1 K1"]);
}

#[test]
fn numbers_are_numbers() {
    assert_order(&["MUS 9 K1", "MUS 10 K1", "MUS 104 K1", "MUS 1000 K1"]);
}

#[test]
fn letters_of_the_mark_come_before_its_digits() {
    assert_order(&["MUS 9 A9", "MUS 9 B1", "MUS 9 C5"]);
}

fn digits_of_the_mark_are_decimal_places() {
    assert_order(&["MUS 9 K0", "MUS 9 K125", "MUS 9 K38", "MUS 9 K4", "MUS 9 K41", "MUS 9 K9"]);
}

fn trailing_zeros_come_after() {
    assert_order(&["MUS 9 K4", "MUS 9 K40", "MUS 9 K400", "MUS 9 K41"]);
    assert_ne!(CallNumber::parse("MUS 9 K4"), CallNumber::parse("MUS 9 K40"));
}

#[test]
fn year_is_last() {
    assert_order(&["MUS 9 K1", "MUS 9 K1 0850", "MUS 9 K1 1997", "MUS 9 K1 2011"]);
}

#[test]
fn equal_call_numbers_stay() {
    let (shelf, _) = shelve(&["b 2 c3", "A 1 B1", "B 2 C3"]);
    assert_eq!(shelf, ["A 1 B1", "B 2 C3", "B 2 C3"]);
}

#[test]
fn unreadable_texts_keep_their_order_and_form() {
    let (shelf, unreadable) = shelve(&["  z?", "B 2 C3", "lost  label", ""]);
    assert_eq!(shelf, ["B 2 C3"]);
    assert_eq!(unreadable, ["  z?", "lost  label", ""]);
}

#[test]
fn empty_shelf() {
    assert_eq!(shelve(&[]), (vec![], vec![]));
}
