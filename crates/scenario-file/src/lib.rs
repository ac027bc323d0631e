//! Scenario files: flat maps of `preset`, inputs and constants, read alike by every surface.
//!
//! A file is JSON or TOML, as its content says, whatever its name ends in. It holds one scenario (`{…}`; lines such as
//! `gpu_count = 8`) or a list of them (`[{…}, {…}]`; tables headed `[[scenario]]`). Beside its settings a scenario may have a
//! `name`, and may name the edition that wrote it, as `version` and `data`. A file may say in `schema` which form it has. An error
//! names its line and column.

mod case;
mod entries;
mod faults;
mod format;
mod name;
mod text;

pub use case::{Case, Cases, EDITION, Edition, NAME, SCHEMA, preset, value};
pub use format::read_text;
pub use name::{Name, NameError};
pub use text::FileError;

/// Reads a file's bytes: UTF-8, or UTF-16 with its byte order mark.
///
/// ```
/// let cases = scenario_file::read(b"preset = 'canva'\ngpu_count = 8\n")?;
/// assert_eq!(cases, scenario_file::read(br#"{"preset": "canva", "gpu_count": 8}"#)?);
/// let error = scenario_file::read(b"[{}, {\"gpu_count\": 0}]").expect_err("no GPU");
/// assert_eq!(error.to_string(), "1:21: scenario 2 of the list: gpu_count: 0 is out of range (allowed: 1 to 1024 GPUs)");
/// # Ok::<(), scenario_file::FileError>(())
/// ```
///
/// # Errors
/// [`FileError`] with the place of what is wrong.
pub fn read(bytes: &[u8]) -> Result<Cases, FileError> {
    read_text(&text::decode(bytes)?)
}
