
// The caller: makes the calls that stand in /job/calls, from the one its second argument names.
const STACK: usize = 256 << 20;

/// `call` makes one call with at most so many steps, and gives its record.
pub fn serve(given: *const *const u8, call: fn(&mut Words<'_>, u64) -> String) -> i32 {
    let number = |at: usize| -> u64 {
        let text = unsafe { s::ffi::CStr::from_ptr(*given.add(at) as *const _) };
        text.to_str().unwrap().parse().unwrap()
    };
    let (fuel, first) = (number(1), number(2));
    unsafe {
        dup2(1, TOLD);
        dup2(open(b"/dev/null\0".as_ptr(), 1), 1);
    }
    s::panic::set_hook(Box::new(|_| {}));
    let text = s::fs::read_to_string("/job/calls").unwrap();
    say("ready\n");
    for line in text.lines().skip(first as usize) {
        let line: &'static str = Box::leak(line.to_string().into_boxed_str());
        let job = move || {
            let mut from = Words(line.split_ascii_whitespace());
            let index = from.next().to_string();
            let did = call(&mut from, fuel);
            say(&s::format!("{}\t{}\n", index, did));
        };
        let made = s::thread::Builder::new().stack_size(STACK).spawn(job);
        match made.map(|thread| thread.join()) {
            Ok(Ok(())) => {}
            _ => unsafe { _exit(87) },
        }
    }
    unsafe { _exit(0) }
}
