"""The module that guarded Rust code asks which mutant is active: its text, and what it shares with
the harness.

What it knows and counts lies in memory shared with the harness, behind a descriptor no task code
has reason to look at: nothing is lost when a test panics, exits or is killed. Without the harness
nothing is active.

    bytes 0..64    eight words: mark, active number, fuel limit, fuel used, end, seed, seconds that
                   the clock is ahead, -
    from 64        a byte a probe, 1 when it was reached
"""

from __future__ import annotations

NAME = "__workbench"
HEADER = 64
ALLOW = (
    "#![allow(warnings, arithmetic_overflow, unconditional_panic, overflowing_literals, "
    "unsafe_code, unused, let_underscore_lock, invalid_from_utf8_unchecked, "
    "named_asm_labels, text_direction_codepoint_in_literal)]"
)

_MODULE = """
mod %NAME% {
extern crate std as s;
use self::s::sync::atomic::{AtomicPtr, AtomicU64, AtomicU8, Ordering::Relaxed};
unsafe extern "C" {
fn mmap(at: *mut u8, size: usize, protection: i32, flags: i32, fd: i32, offset: i64) -> *mut u8;
fn lseek(fd: i32, offset: i64, whence: i32) -> i64;
fn _exit(code: i32) -> !;
}
static BASE: AtomicPtr<u8> = AtomicPtr::new(0 as *mut u8);
static OWN: [AtomicU64; %WORDS%] = [const { AtomicU64::new(0) }; %WORDS%];
#[cold] #[inline(never)] fn attach() -> *mut u8 { unsafe {
let mut at = &OWN as *const [AtomicU64; %WORDS%] as *mut u8;
if lseek(%FD%, 0, 2) == %SIZE% {
let shared = mmap(0 as *mut u8, %SIZE%, 3, 1, %FD%, 0);
if shared as isize != -1 && *(shared as *const u64) == %MARK% { at = shared; }
}
BASE.store(at, Relaxed);
at
} }
#[inline(always)] fn base() -> *mut u8 {
let at = BASE.load(Relaxed);
if at.is_null() { attach() } else { at }
}
#[inline(always)] unsafe fn word(at: *mut u8, n: usize) -> &'static AtomicU64 {
unsafe { &*(at as *const AtomicU64).add(n) }
}
#[cold] #[inline(never)] fn end(how: u64) -> ! { unsafe {
word(base(), 4).store(how, Relaxed);
_exit(86)
} }
#[inline] pub fn hit(probe: usize) { unsafe {
(*(base().add(64 + probe) as *const AtomicU8)).store(1, Relaxed);
} }
#[inline] pub fn on(probe: usize) -> i64 { unsafe {
let at = base();
(*(at.add(64 + probe) as *const AtomicU8)).store(1, Relaxed);
let active = word(at, 1).load(Relaxed) as i64;
if active < 0 { end(2) }
active
} }
#[inline] pub fn branch(held: bool, yes: usize, no: usize) -> bool {
hit(if held { yes } else { no });
held
}
#[inline] pub fn fuel() { unsafe {
let at = base();
let used = word(at, 3).fetch_add(1, Relaxed);
if used > word(at, 2).load(Relaxed).wrapping_sub(1) { end(1) }
} }
pub fn next<T>(last: T) -> T where self::s::ops::RangeFrom<T>: Iterator<Item = T> {
(last..).nth(1).unwrap()
}
%RANDOM%
}
"""

# std takes its random numbers from here: hash maps then iterate in the same order in every run, and
# in another one where a trial has another seed. So it does the time of day (clocks 0 and 5), which
# the C library tells; what only ever runs forwards is left alone.
_RANDOM = """
#[unsafe(no_mangle)]
pub unsafe extern "C" fn getrandom(to: *mut u8, size: usize, _: u32) -> isize { unsafe {
static DRAWN: AtomicU64 = AtomicU64::new(0);
let seed = word(base(), 5).load(Relaxed);
let mut at = 0;
while at < size {
let drawn = DRAWN.fetch_add(1, Relaxed).wrapping_add(1);
let mut x = seed.wrapping_add(drawn.wrapping_mul(0x9E37_79B9_7F4A_7C15));
x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
x ^= x >> 31;
*to.add(at) = x as u8;
at += 1;
}
size as isize
} }
#[unsafe(no_mangle)]
pub unsafe extern "C" fn clock_gettime(clock: i32, to: *mut i64) -> i32 { unsafe {
unsafe extern "C" { fn dlsym(handle: *mut u8, name: *const u8) -> *mut u8; }
static REAL: AtomicPtr<u8> = AtomicPtr::new(0 as *mut u8);
let mut real = REAL.load(Relaxed);
if real.is_null() {
real = dlsym(-1isize as *mut u8, b"clock_gettime\\0".as_ptr());
REAL.store(real, Relaxed);
}
let asked: unsafe extern "C" fn(i32, *mut i64) -> i32 = self::s::mem::transmute(real);
let said = asked(clock, to);
if said == 0 && (clock == 0 || clock == 5) {
*to = (*to).wrapping_add(word(base(), 6).load(Relaxed) as i64);
}
said
} }
"""
DESCRIPTOR = 100
MARK = 0x776F726B62656E63


def module(probes: int, *, random: bool) -> str:
    """The module's text, on one line. `random`: whether it answers for random numbers too, which
    one module of a program may."""
    words = (HEADER + probes + 7) // 8
    text = _MODULE.replace("%RANDOM%", _RANDOM if random else "")
    for name, value in (
        ("NAME", NAME), ("WORDS", str(words)), ("SIZE", str(words * 8)),
        ("FD", str(DESCRIPTOR)), ("MARK", hex(MARK)),
    ):  # fmt: skip
        text = text.replace(f"%{name}%", value)
    return " ".join(text.split())


def size_of(probes: int) -> int:
    """Bytes the module shares with the harness."""
    return (HEADER + probes + 7) // 8 * 8
