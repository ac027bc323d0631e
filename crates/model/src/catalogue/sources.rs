//! Sources: where the values of `data/` come from, and how sure we are of each.

/// How sure we are of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Read at its source.
    Read,
    /// Widely quoted, not read at its source.
    Unverified,
    /// A third party's page, or our own judgement.
    Weak,
}

/// Where values come from.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Source {
    /// Stable name.
    pub id: &'static str,
    /// Title of the work or page.
    pub title: &'static str,
    /// Who wrote it.
    pub author: &'static str,
    /// When, as far as known.
    pub date: &'static str,
    /// Where to find it: a repository's file and commit, a paper's number, a site.
    #[cfg_attr(feature = "serde", serde(rename = "where"))]
    pub place: &'static str,
    /// A link, where one is known.
    pub url: Option<&'static str>,
    /// How sure we are of what it says.
    pub confidence: Confidence,
}

impl Confidence {
    /// Stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unverified => "unverified",
            Self::Weak => "weak",
        }
    }
}
