//! Long tables: rows computed on all cores, written in order while they are computed, in memory that does not grow with
//! their number.

use core::ops::Range;
use std::io::Write;

use model::Scenario;
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use crate::failure::Failure;
use crate::print::rows::{Encoder, Row};
use crate::print::{RowFormat, columnar};

/// Chunks that each core is given at once.
const CHUNKS_PER_CORE: u64 = 8;

/// How much work a row is, which decides how many are computed and written together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Microseconds: many rows go out at a time.
    Light,
    /// Milliseconds: a row is seen soon after it is computed.
    Heavy,
}

impl Weight {
    const fn rows_per_chunk(self) -> u64 {
        match self {
            Self::Light => 1024,
            Self::Heavy => 2,
        }
    }
}

/// Computes rows on all cores, chunk by chunk. `compute` runs where a chunk is computed; `write` receives the results in
/// order, each with its number of rows.
pub(crate) fn in_order<T: Send>(
    rows: Range<u64>,
    weight: Weight,
    compute: impl Fn(Range<u64>) -> Result<T, Failure> + Sync,
    mut write: impl FnMut(T, u64) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let chunk = weight.rows_per_chunk();
    let at_once = chunk * CHUNKS_PER_CORE * rayon::current_num_threads() as u64;
    let mut start = rows.start;
    while start < rows.end {
        let end = rows.end.min(start.saturating_add(at_once));
        let starts: Vec<u64> = (start..end).step_by(chunk as usize).collect();
        let chunks: Vec<Result<(T, u64), Failure>> = starts
            .into_par_iter()
            .map(|from| {
                let to = end.min(from + chunk);
                Ok((compute(from..to)?, to - from))
            })
            .collect();
        for chunk in chunks {
            let (result, n) = chunk?;
            write(result, n)?;
        }
        start = end;
    }
    Ok(())
}

/// Writes a table whose rows `compute` gives, chunk by chunk. A Parquet file says which scenario it is of, if it is of one;
/// `advance` is called with the number of rows in each chunk that is written.
pub(crate) fn write_table(
    encoder: &Encoder<'_>,
    scenario: Option<&Scenario>,
    rows: Range<u64>,
    weight: Weight,
    compute: impl Fn(Range<u64>) -> Result<Vec<Row>, Failure> + Sync,
    out: &mut dyn Write,
    mut advance: impl FnMut(u64),
) -> Result<(), Failure> {
    if encoder.format() == RowFormat::Parquet {
        let mut file = columnar::File::new(encoder.columns(), scenario, out)?;
        in_order(rows, weight, compute, |rows, n| {
            advance(n);
            file.write(rows)
        })?;
        return file.finish();
    }
    out.write_all(&encoder.head()?)?;
    let first = rows.start;
    let encode = |chunk: Range<u64>| encoder.rows(&compute(chunk.clone())?, chunk.start == first);
    in_order(rows, weight, encode, |text, n| {
        advance(n);
        out.write_all(&text)?;
        Ok(out.flush()?)
    })?;
    Ok(out.write_all(encoder.foot())?)
}
