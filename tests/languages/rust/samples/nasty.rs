//! Everything that a guard may trip over.
#![forbid(unsafe_code)]
#![deny(warnings, clippy::all)]

pub const LIMIT: usize = 3 + 1;
static TABLE: [i32; LIMIT] = [1, 2, 3, 4];
pub mod inner {
        pub mod deeper {
                pub fn add(a: i32, b: i32) -> i32 { let c = a + b; c - 1 + 1 }
    }
        pub fn twice(x: u8) -> u8 { x * 2 }
}
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pair(pub i32, pub i64);
impl std::ops::Add for Pair {
    type Output = Pair;
    fn add(self, o: Pair) -> Pair { Pair(self.0 + o.0, self.1 + o.1) }
}
pub trait Shape {
        const SIDES: u32 = 4;
        fn area(&self) -> f64;
        fn double(&self) -> f64 { self.area() * 2.0 }
}
impl Shape for Pair { fn area(&self) -> f64 { f64::from(self.0) * 1.5 } }
pub const fn cube(x: i32) -> i32 { x * x * x }
pub const fn square(x: i32) -> i32 { if x < 0 { -x * -x } else { x * x } }
pub const NINE: i32 = square(3);
pub fn lowest(x: i8) -> bool { x == -128 || i64::from(x) == -9223372036854775808 }
pub fn names<'a>(n: usize) -> &'a [&'a str] { if n == 0 { &["a", "b"] } else { &[] } }
pub fn pick(n: u32) -> &'static u32 { match n { 0 => &7, 1..=9 if n % 2 == 1 => &8, 10 | 11 => &9, _ => &0 } }
pub fn longest<'a>(a: &'a str, b: &'a str) -> &'a str { if a.len() >= b.len() { a } else { b } }
pub fn evens(n: u32) -> impl Iterator<Item = u32> { (0..n).filter(|x| x % 2 == 0).map(|x| x + 1) }
pub fn boxed(n: i32) -> Box<dyn Fn(i32) -> i32> { let k = n * 2; Box::new(move |x| x + k) }
pub fn parse(s: &str) -> Result<i32, std::num::ParseIntError> {
    let n: i32 = s.trim().parse()?;
    Ok(n + TABLE[0])
}
pub fn text(v: &[i32]) -> String {
    let mut out = String::new();
    for (i, x) in v.iter().enumerate() {
        if i > 0 { out.push(','); }
        out += &format!("{}-{}", x + 1, vec![x * 2; 2].len());
    }
    out + "!"
}
pub fn slices(v: &[u8]) -> (&[u8], u8) {
    match v { [] => (v, 0), [a] => (&v[..1], *a), [a, .., b] => (&v[1..v.len() - 1], a.wrapping_add(*b)) }
}
pub fn search(v: &[i32], want: i32) -> Option<usize> {
    let r = 'outer: loop {
        for i in 0..v.len() { if v[i] == want { break 'outer Some(i); } else if v[i] < 0 { continue; } }
        break None;
    };
    r
}
pub fn chain(a: Option<i32>, b: Option<i32>) -> i32 {
    if let Some(x) = a && x > 2 && let Some(y) = b { x + y } else if let Some(z) = b { z } else { -1 }
}
pub fn sum_to(n: u64) -> u64 { let mut s = 0; let mut i = n; while i > 0 { s += i; i -= 1; } s }
pub fn drain(mut v: Vec<i32>) -> i32 { let mut t = 0; while let Some(x) = v.pop() { t += x; } t }
pub fn late(flag: bool) -> i32 { let x; if flag { x = 5; } else { x = 6; } x }
pub fn shout(s: &str) -> String { let t = s.to_uppercase(); println!("{t} {}", t.len() + 1); t }
pub fn generic<T: PartialOrd + Copy>(v: &[T]) -> Option<T> { let mut m = *v.first()?; for &x in v { if x > m { m = x; } } Some(m) }
pub fn ranges(x: u8) -> bool { (1..5).contains(&x) || matches!(x, 9..=11) || (b'a'..=b'z').contains(&x) }
pub fn inclusive(n: u8) -> u32 { let mut t = 0u32; for i in 1..=n { t += u32::from(i); } for c in 'a'..'d' { t += c as u32 - 'a' as u32; } t }
pub fn moved(v: Vec<i32>, w: Vec<i32>, first: bool) -> Vec<i32> { if first { return v; } w }
pub fn r#match(r#type: i32) -> i32 { r#type + 1 }
pub fn array(n: u8) -> [u8; 3] { let a = [n; 3]; [a[0] + 1, a[1], a[2] >> 1] }
pub fn swap(p: (i32, (i32, i32))) -> i32 { p.0 + p.1.0 - p.1.1 }
#[cfg(test)]
mod own { #[test] fn mine() { assert_eq!(1 + 1, 2); } }
