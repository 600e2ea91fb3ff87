use nasty::*;
const C: i32 = cube(2);
#[test] fn all() {
    assert_eq!(C, 8); assert_eq!(NINE, 9); assert_eq!(cube(3), 27); assert_eq!(square(-2), 4);
    assert_eq!(inner::deeper::add(1, 2), 3); assert_eq!(inner::twice(4), 8);
    assert_eq!(Pair(1, 2) + Pair(3, 4), Pair(4, 6));
    assert!((Pair(2, 0).double() - 6.0).abs() < 1e-9);
    assert!(lowest(-128)); assert!(!lowest(3)); assert_eq!(names(0), ["a", "b"]); assert!(names(1).is_empty());
    assert_eq!((*pick(0), *pick(3), *pick(4), *pick(10)), (7, 8, 0, 9));
}
#[test] fn more() {
    assert_eq!(longest("ab", "c"), "ab"); assert_eq!(evens(5).collect::<Vec<_>>(), [1, 3, 5]);
    assert_eq!(boxed(2)(3), 7); assert_eq!(parse(" 4 "), Ok(5)); assert!(parse("x").is_err());
    assert_eq!(text(&[1, 2]), "2-2,3-2!"); assert_eq!(slices(&[1, 2, 3]), (&[2u8][..], 4)); assert_eq!(slices(&[7]), (&[7u8][..], 7));
    assert_eq!(search(&[1, -1, 5], 5), Some(2)); assert_eq!(search(&[], 5), None);
    assert_eq!(chain(Some(3), Some(4)), 7); assert_eq!(chain(Some(1), Some(4)), 4); assert_eq!(chain(None, None), -1);
}
#[test] fn rest() {
    assert_eq!(sum_to(4), 10); assert_eq!(drain(vec![1, 2]), 3); assert_eq!(late(true), 5); assert_eq!(late(false), 6);
    assert_eq!(shout("a"), "A"); assert_eq!(generic(&[1, 3, 2]), Some(3)); assert!(ranges(1) && ranges(10) && !ranges(5) && ranges(b'z'));
    assert_eq!(inclusive(3), 9); assert_eq!(moved(vec![1], vec![2], true), [1]); assert_eq!(r#match(1), 2);
    assert_eq!(array(4), [5, 4, 2]); assert_eq!(swap((1, (2, 3))), 0);
}
