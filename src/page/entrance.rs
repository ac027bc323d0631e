//! The one entrance to the second program, at which the build cuts it off (feature `split`). It shares the first one's
//! memory and brings what it alone needs. Without the feature the two are one.

use super::programs::SecondSource;

#[cfg(feature = "split")]
#[allow(
    unsafe_code,
    missing_docs,
    reason = "the macro declares by hand what crosses from one program to the other"
)]
mod split {
    use crate::page::programs::{Missing, SecondProgram};
    use crate::page::second_program::SECOND;

    impl From<wasm_split_helpers::SplitLoaderError> for Missing {
        fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
            Self
        }
    }

    /// The second program's one entrance.
    #[wasm_split_helpers::wasm_split(late, fallible)]
    pub(super) fn enter() -> Result<&'static SecondProgram, Missing> {
        Ok(&SECOND)
    }
}

/// Where the second program is.
#[cfg(feature = "split")]
pub(super) fn source() -> SecondSource {
    SecondSource::Split(|| Box::pin(split::enter()))
}

/// Where the second program is.
#[cfg(not(feature = "split"))]
pub(super) fn source() -> SecondSource {
    SecondSource::Linked(&super::second_program::SECOND)
}
