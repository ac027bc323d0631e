//! Progress of a long command: a bar on a terminal; elsewhere lines if requested, otherwise nothing.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How often a line is written where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(2);

/// How progress is reported.
pub(crate) enum Progress {
    /// Not at all.
    Silent,
    /// By a bar that is redrawn.
    Bar(ProgressBar),
    /// By lines: rows done, rows in all, and when the last line was written.
    Lines(u64, u64, Instant),
}

impl Progress {
    /// A bar if standard error is a terminal, else lines if they are requested, else silence.
    pub(crate) fn new(rows: u64, requested: bool) -> Self {
        if stderr().is_terminal() {
            let bar = ProgressBar::new(rows);
            if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos} of {len} rows, {eta} left") {
                bar.set_style(style);
            }
            Self::Bar(bar)
        } else if requested {
            Self::Lines(0, rows, Instant::now())
        } else {
            Self::Silent
        }
    }

    /// Reports `n` more rows as done.
    pub(crate) fn advance(&mut self, n: u64, messages: &mut dyn Write) {
        match self {
            Self::Silent => {}
            Self::Bar(bar) => bar.inc(n),
            Self::Lines(done, rows, last) => {
                *done += n;
                if *done == *rows || last.elapsed() >= LINE_EVERY {
                    *last = Instant::now();
                    // A progress line that cannot be written must not end the work.
                    let _ = writeln!(messages, "calculator: {done} of {rows} rows");
                }
            }
        }
    }

    /// Removes the bar.
    pub(crate) fn finish(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}
