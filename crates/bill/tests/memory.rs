//! A million rows take no more memory than a thousand. A test of its own process, as it looks at the whole process's peak.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::fs;
use std::io::Read;

use bill::{Bill, Decimal, Options, read};

/// A file of single requests that is made while it is read.
struct Requests {
    row: u32,
    rows: u32,
    text: Vec<u8>,
    taken: usize,
}

impl Requests {
    fn new(rows: u32) -> Self {
        let text = b"request_id,created_at,model,prompt_tokens,completion_tokens\n".to_vec();
        Self { row: 0, rows, text, taken: 0 }
    }
}

impl Read for Requests {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.taken == self.text.len() && self.row < self.rows {
            let day = 1 + self.row % 30;
            self.text =
                format!("req-{:08x},2026-11-{day:02}T10:00:00Z,gpt-5.4-mini,1850,210\n", self.row).into();
            self.taken = 0;
            self.row += 1;
        }
        let n = (&self.text[self.taken..]).read(buffer)?;
        self.taken += n;
        Ok(n)
    }
}

/// The most memory that this process has had, in kilobytes.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_million_rows_take_no_more_memory_than_a_thousand() {
    let bill = |rows: u32| Bill::of(&read(Requests::new(rows), &Options::default()).unwrap());
    let small = bill(1_000);
    let before = peak();
    let large = bill(1_000_000);
    let more = peak() - before;
    assert_eq!(large.total(), small.total() * Decimal::from(1_000));
    // 1,850 tokens at $0.75 a million and 210 at $4.50, a million times.
    assert_eq!(large.total(), Decimal::new(233_250, 2));
    assert!(more < 2_000, "{more} kB more");
}
