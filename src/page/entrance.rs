//! The single entry point of the second program, at which the build splits it off (feature `split`). It shares the
//! first program's memory and contains only what that lacks. Without the feature the two are one file.

use super::programs::SecondSource;

#[cfg(feature = "split")]
#[allow(
    unsafe_code,
    missing_docs,
    reason = "the macro declares by hand what crosses from one program to the other"
)]
mod split {
    use crate::page::programs::{FetchError, SecondProgram};
    use crate::page::second_program::SECOND;

    impl From<wasm_split_helpers::SplitLoaderError> for FetchError {
        fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
            Self
        }
    }

    /// The second program's entry point.
    #[wasm_split_helpers::wasm_split(late, fallible)]
    pub(super) fn enter() -> Result<&'static SecondProgram, FetchError> {
        Ok(&SECOND)
    }
}

/// The source of the second program.
#[cfg(feature = "split")]
pub(super) fn source() -> SecondSource {
    SecondSource::Split(|| Box::pin(split::enter()))
}

/// The source of the second program.
#[cfg(not(feature = "split"))]
pub(super) fn source() -> SecondSource {
    SecondSource::Linked(&super::second_program::SECOND)
}
