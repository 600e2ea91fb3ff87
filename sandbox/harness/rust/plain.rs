// Compiled beside a solution, as a module of the file its entries are in (`rust_calls_codec.py`).
// Plain values: read from the host's words, told as nodes (`workbench/languages/values.py`). A
// record's fields are parted by tabs; `nodes.rs` reads them.
extern crate std as s;
use self::s::any::Any;
use self::s::borrow::{Cow, ToOwned};
use self::s::boxed::Box;
use self::s::cell::Cell;
use self::s::clone::Clone;
use self::s::cmp::{Eq, Ord, PartialOrd};
use self::s::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use self::s::convert::TryInto;
use self::s::default::Default;
use self::s::fmt::Debug;
use self::s::hash::{BuildHasher, Hash};
use self::s::iter::{FromIterator, IntoIterator, Iterator};
use self::s::marker::Sized;
use self::s::ops::{Drop, Fn, FnOnce};
use self::s::option::Option::{self, None, Some};
use self::s::result::Result::{self, Err, Ok};
use self::s::string::{String, ToString};
use self::s::vec::Vec;

unsafe extern "C" {
    fn dup2(from: i32, to: i32) -> i32;
    fn open(path: *const u8, how: i32, ...) -> i32;
    fn write(fd: i32, bytes: *const u8, size: usize) -> isize;
    fn _exit(code: i32) -> !;
}
const TOLD: i32 = 101;
const MOST: usize = 40_000;

pub struct Words<'a>(s::str::SplitAsciiWhitespace<'a>);

impl Words<'_> {
    fn next(&mut self) -> &str {
        self.0.next().unwrap()
    }
    fn count(&mut self) -> usize {
        self.next().parse().unwrap()
    }
}

pub trait Give {
    fn give(from: &mut Words<'_>) -> Self;
}

pub trait Tell {
    fn tell(&self, to: &mut String);
}

pub fn give<T: Give>(from: &mut Words<'_>) -> T {
    T::give(from)
}

pub fn told<T: Tell + ?Sized>(value: &T) -> String {
    let mut to = String::new();
    value.tell(&mut to);
    to
}

fn integer(negative: bool, size: u128, to: &mut String) {
    let sign = if negative { "-" } else { "" };
    if size < 1 << 63 {
        to.push_str(sign);
        to.push_str(&size.to_string());
    } else {
        to.push_str(&s::format!("[\"i\",\"{}{:x}\"]", sign, size));
    }
}

macro_rules! __workbench_integers { ($($kind:ident)*) => { $(
impl Give for $kind {
    fn give(from: &mut Words<'_>) -> Self {
        from.next().parse().unwrap()
    }
}
impl Tell for $kind {
    fn tell(&self, to: &mut String) {
        let negative = *self < 0;
        let size = if negative { (*self as i128).unsigned_abs() } else { *self as u128 };
        integer(negative, size, to)
    }
}
)* } }
__workbench_integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

macro_rules! __workbench_floats { ($($kind:ident)*) => { $(
impl Give for $kind {
    fn give(from: &mut Words<'_>) -> Self {
        f64::from_bits(u64::from_str_radix(from.next(), 16).unwrap()) as $kind
    }
}
impl Tell for $kind {
    fn tell(&self, to: &mut String) {
        if self.is_finite() {
            to.push_str(&s::format!("{:?}", self));
        } else if self.is_nan() {
            to.push_str("[\"f\",\"nan\"]");
        } else {
            to.push_str(if *self > 0.0 { "[\"f\",\"inf\"]" } else { "[\"f\",\"-inf\"]" });
        }
    }
}
)* } }
__workbench_floats! { f32 f64 }

impl Give for bool {
    fn give(from: &mut Words<'_>) -> Self {
        from.next() == "1"
    }
}
impl Tell for bool {
    fn tell(&self, to: &mut String) {
        to.push_str(if *self { "true" } else { "false" })
    }
}
impl Give for char {
    fn give(from: &mut Words<'_>) -> Self {
        char::from_u32(from.next().parse().unwrap()).unwrap()
    }
}
impl Tell for char {
    fn tell(&self, to: &mut String) {
        quoted(&self.to_string(), to)
    }
}
impl Give for String {
    fn give(from: &mut Words<'_>) -> Self {
        let digits = &from.next().as_bytes()[1..];
        let digit = |c: u8| (c as char).to_digit(16).unwrap() as u8;
        let bytes = digits.chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1]));
        String::from_utf8(bytes.collect()).unwrap()
    }
}
impl Give for &'static str {
    fn give(from: &mut Words<'_>) -> Self {
        Box::leak(give::<String>(from).into_boxed_str())
    }
}
impl Tell for String {
    fn tell(&self, to: &mut String) {
        quoted(self, to)
    }
}
impl Tell for str {
    fn tell(&self, to: &mut String) {
        quoted(self, to)
    }
}

/// A text as JSON; no control character stays in it.
pub fn quoted(text: &str, to: &mut String) {
    to.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                to.push('\\');
                to.push(c)
            }
            c if c < ' ' || c == '\u{7f}' => to.push_str(&s::format!("\\u{:04x}", c as u32)),
            c => to.push(c),
        }
    }
    to.push('"')
}

/// `["L",1,2]` of the nodes 1 and 2.
fn row(tag: &str, items: impl Iterator<Item = String>, to: &mut String) {
    to.push_str(tag);
    for item in items {
        to.push(',');
        to.push_str(&item);
    }
    to.push(']')
}

/// `["name",1]`: a field and its node.
fn pair(name: &str, node: String) -> String {
    s::format!("[\"{}\",{}]", name, node)
}

/// What has no order is told in the order of its words.
fn sorted(items: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    let mut all: Vec<String> = items.collect();
    all.sort();
    all.into_iter()
}

macro_rules! __workbench_rows { ($([$($head:tt)*] $kind:ty)*) => { $(
impl<$($head)*> Tell for $kind where T: Tell {
    fn tell(&self, to: &mut String) {
        row("[\"L\"", self.iter().map(|item| told(item)), to)
    }
}
)* } }
__workbench_rows! { [T] Vec<T> [T] VecDeque<T> [T] [T] [T, const N: usize] [T; N] }

macro_rules! __workbench_sets { ($([$($head:tt)*] $kind:ty)*) => { $(
impl<$($head)*> Tell for $kind where T: Tell {
    fn tell(&self, to: &mut String) {
        row("[\"S\"", sorted(self.iter().map(|item| told(item))), to)
    }
}
)* } }
__workbench_sets! { [T, S] HashSet<T, S> [T] BTreeSet<T> }

macro_rules! __workbench_maps { ($([$($head:tt)*] $kind:ty)*) => { $(
impl<$($head)*> Tell for $kind where K: Tell, V: Tell {
    fn tell(&self, to: &mut String) {
        let pair = |(key, value): (&K, &V)| s::format!("[{},{}]", told(key), told(value));
        row("[\"D\"", sorted(self.iter().map(pair)), to)
    }
}
)* } }
__workbench_maps! { [K, V, S] HashMap<K, V, S> [K, V] BTreeMap<K, V> }

fn gather<T: Give, C: FromIterator<T>>(from: &mut Words<'_>) -> C {
    let count = from.count();
    (0..count).map(|_| give(from)).collect()
}

macro_rules! __workbench_gathered { ($([$($head:tt)*] $kind:ty)*) => { $(
impl<$($head)*> Give for $kind {
    fn give(from: &mut Words<'_>) -> Self {
        gather(from)
    }
}
)* } }
__workbench_gathered! {
    [T: Give] Vec<T>
    [T: Give] VecDeque<T>
    [T: Give + Eq + Hash, S: BuildHasher + Default] HashSet<T, S>
    [T: Give + Ord] BTreeSet<T>
    [K: Give + Eq + Hash, V: Give, S: BuildHasher + Default] HashMap<K, V, S>
    [K: Give + Ord, V: Give] BTreeMap<K, V>
}
impl<T: Give, const N: usize> Give for [T; N] {
    fn give(from: &mut Words<'_>) -> Self {
        match give::<Vec<T>>(from).try_into() {
            Ok(made) => made,
            Err(_) => unsafe { _exit(87) },
        }
    }
}
impl<T: Give> Give for &'static [T] {
    fn give(from: &mut Words<'_>) -> Self {
        Box::leak(give::<Vec<T>>(from).into_boxed_slice())
    }
}
impl<T: Give> Give for &'static T {
    fn give(from: &mut Words<'_>) -> Self {
        Box::leak(Box::new(give(from)))
    }
}
impl<T: Give> Give for Box<T> {
    fn give(from: &mut Words<'_>) -> Self {
        Box::new(give(from))
    }
}
impl<T: Give> Give for Option<T> {
    fn give(from: &mut Words<'_>) -> Self {
        if from.next() == "1" { Some(give(from)) } else { None }
    }
}
impl Give for Cow<'static, str> {
    fn give(from: &mut Words<'_>) -> Self {
        Cow::Owned(give(from))
    }
}
impl<T: Tell> Tell for Option<T> {
    fn tell(&self, to: &mut String) {
        match self {
            Some(value) => value.tell(to),
            None => to.push_str("null"),
        }
    }
}
impl<T: Tell + ?Sized> Tell for &T {
    fn tell(&self, to: &mut String) {
        (**self).tell(to)
    }
}
impl<T: Tell + ?Sized> Tell for &mut T {
    fn tell(&self, to: &mut String) {
        (**self).tell(to)
    }
}
impl<T: Tell + ?Sized> Tell for Box<T> {
    fn tell(&self, to: &mut String) {
        (**self).tell(to)
    }
}
impl<T: Tell + ?Sized + ToOwned> Tell for Cow<'_, T> {
    fn tell(&self, to: &mut String) {
        (**self).tell(to)
    }
}
impl Tell for () {
    fn tell(&self, to: &mut String) {
        to.push_str("null")
    }
}

macro_rules! __workbench_tuples { ($([$($part:ident $at:tt)*])*) => { $(
impl<$($part: Give),*> Give for ($($part,)*) {
    fn give(from: &mut Words<'_>) -> Self {
        ($(give::<$part>(from),)*)
    }
}
impl<$($part: Tell),*> Tell for ($($part,)*) {
    fn tell(&self, to: &mut String) {
        let items = [$(told(&self.$at)),*];
        row("[\"T\"", IntoIterator::into_iter(items), to)
    }
}
)* } }
__workbench_tuples! {
    [A 0] [A 0 B 1] [A 0 B 1 C 2] [A 0 B 1 C 2 D 3] [A 0 B 1 C 2 D 3 E 4]
    [A 0 B 1 C 2 D 3 E 4 F 5] [A 0 B 1 C 2 D 3 E 4 F 5 G 6] [A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7]
}

/// A value of a type of the solution's own, in words.
pub fn own(kind: &str, words: &str, to: &mut String) {
    to.push_str("[\"o\",");
    quoted(kind, to);
    to.push(',');
    quoted(words, to);
    to.push(']')
}

/// The fields of a record: how a call ended, its value, its error's kind and words.
pub fn returned(value: String) -> String {
    s::format!("returned\t{}\t\"\"\t\"\"", small(value))
}

pub fn raised(kind: &str, words: &str) -> String {
    let mut to = String::from("raised\tnull\t");
    quoted(&kind.chars().take(150).collect::<String>(), &mut to);
    to.push('\t');
    quoted(&words.chars().take(500).collect::<String>(), &mut to);
    to
}

/// An error of the solution's own type: another variant is another kind, another text in it is not.
pub fn failed(words: String) -> String {
    let head = words.split('"').next().unwrap_or("");
    raised(&s::format!("Err {}", head), &words)
}

/// The name in the node of an enum's variant.
pub fn variant(node: String) -> String {
    node.split('"').nth(3).unwrap_or("").to_string()
}

pub fn panicked(why: &(dyn Any + Send)) -> String {
    let words = why.downcast_ref::<String>().map(|text| text.as_str());
    raised("panic", words.or(why.downcast_ref::<&str>().copied()).unwrap_or(""))
}

/// A value that is long, as its size and a sum over it.
fn small(value: String) -> String {
    if value.len() <= MOST {
        return value;
    }
    let sum = value.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |sum, byte| {
        (sum ^ byte as u128).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    });
    let mut to = String::new();
    own("large", &s::format!("<{} characters, sum {:032x}>", value.len(), sum), &mut to);
    to
}

/// What the arguments are now, of those whose words have changed: `[[0,node]]`.
pub fn changed(all: &[(usize, &str, String)]) -> String {
    let new = all.iter().filter(|(_, before, now)| before != now);
    let rows: Vec<String> = new.map(|(at, _, now)| s::format!("[{},{}]", at, now)).collect();
    s::format!("[{}]", if rows.concat().len() <= MOST { rows.join(",") } else { String::new() })
}

pub fn listed(nodes: &[String]) -> String {
    s::format!("[{}]", nodes.join(","))
}

pub fn watched<R>(run: impl FnOnce() -> R) -> Result<R, Box<dyn Any + Send>> {
    s::panic::catch_unwind(s::panic::AssertUnwindSafe(run))
}

fn say(line: &str) {
    let mut left = line.as_bytes();
    while !left.is_empty() {
        let done = unsafe { write(TOLD, left.as_ptr(), left.len()) };
        if done <= 0 {
            return;
        }
        left = &left[done as usize..];
    }
}
