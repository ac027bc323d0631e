//! A shared value that is compared by its pointer.

use std::ops::Deref;
use std::sync::Arc;

/// A value that many parts of the page share, between threads too: tests compute cases in several. Two of them are equal if they are
/// the same allocation: comparing costs nothing, however large the value is, and a property that is passed on unchanged causes no
/// render.
#[derive(Debug)]
pub struct PtrEq<T: ?Sized>(Arc<T>);

impl<T> PtrEq<T> {
    /// Shares a value.
    pub fn new(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<T: Default> Default for PtrEq<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: ?Sized> Clone for PtrEq<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: ?Sized> PartialEq for PtrEq<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: ?Sized> Deref for PtrEq<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
