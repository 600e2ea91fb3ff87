// Counts loop turns and function calls, and ends the process when there were too many.
extern crate std as s;
use self::s::sync::atomic::{AtomicU64, Ordering::Relaxed};

unsafe extern "C" {
    fn _exit(code: i32) -> !;
}
static USED: AtomicU64 = AtomicU64::new(0);
static LIMIT: AtomicU64 = AtomicU64::new(u64::MAX);
static DRAWN: AtomicU64 = AtomicU64::new(0);

/// Before anything of a call is made: what it hashes by is drawn anew.
pub fn fresh() {
    DRAWN.store(0, Relaxed)
}

pub fn start(limit: u64) {
    USED.store(0, Relaxed);
    LIMIT.store(limit, Relaxed);
}

pub fn used() -> u64 {
    LIMIT.store(u64::MAX, Relaxed);
    USED.load(Relaxed)
}

#[cold]
#[inline(never)]
fn spent() -> ! {
    unsafe { _exit(86) }
}

#[inline]
pub fn fuel() {
    if USED.fetch_add(1, Relaxed) >= LIMIT.load(Relaxed) {
        spent()
    }
}

/// The same random numbers in every call: hash maps then iterate in the same order.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn getrandom(to: *mut u8, size: usize, _: u32) -> isize {
    unsafe {
        let mut at = 0;
        while at < size {
            let drawn = DRAWN.fetch_add(1, Relaxed).wrapping_add(1);
            let mut x = drawn.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            x ^= x >> 31;
            *to.add(at) = x as u8;
            at += 1;
        }
        size as isize
    }
}
