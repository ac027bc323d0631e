//! The pages that share the two programs: the article, and the rooms beside it for what is looked up, compared and taken
//! away. Each is a file of its own; which one it is stands on the root element of its HTML.

use std::cell::Cell;

/// One of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Room {
    /// The article itself.
    #[default]
    Article,
    /// Every claim with its check.
    Claims,
    /// Forms, errors, inputs, constants, prices, terms and sources.
    Method,
    /// The reader's bill and set of cases, and ways to share or save a case.
    Workshop,
}

thread_local! {
    static HERE: Cell<Room> = const { Cell::new(Room::Article) };
}

/// Says which page is rendered, before anything is.
pub fn enter(room: Room) {
    HERE.set(room);
}

/// The page that is rendered.
pub fn here() -> Room {
    HERE.get()
}

/// The way from this page to the folder of the site.
pub fn up() -> &'static str {
    if here() == Room::Article { "" } else { "../" }
}

impl Room {
    /// The rooms beside the article, in their order.
    pub const BESIDE: [Self; 3] = [Self::Claims, Self::Method, Self::Workshop];

    /// Stable name: the folder of a room, and the value of `data-room`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Claims => "claims",
            Self::Method => "method",
            Self::Workshop => "workshop",
        }
    }

    /// The room with this stable name; the article, if it is none of a room.
    pub fn from_id(id: &str) -> Self {
        Self::BESIDE.into_iter().find(|room| room.id() == id).unwrap_or_default()
    }

    /// Its file in the folder of the site. The name is whole, as a page from a disk has no server that completes it.
    pub fn file(self) -> String {
        match self {
            Self::Article => "index.html".to_owned(),
            room => [room.id(), "/index.html"].concat(),
        }
    }

    /// The address of this page from the one that is rendered.
    pub fn address(self) -> String {
        [up(), &self.file()].concat()
    }

    /// The address of a place on this page from the one that is rendered.
    pub fn place(self, anchor: &str) -> String {
        let page = if self == here() { String::new() } else { self.address() };
        [&page, "#", anchor].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_reached_from_every_page() {
        enter(Room::Article);
        assert_eq!(Room::Article.place("adoption"), "#adoption");
        assert_eq!(Room::Claims.place("check-a"), "claims/index.html#check-a");
        enter(Room::Claims);
        assert_eq!(Room::Claims.place("check-a"), "#check-a");
        assert_eq!(Room::Article.place("adoption"), "../index.html#adoption");
        assert_eq!(Room::Method.place("source-1"), "../method/index.html#source-1");
        enter(Room::Article);
    }

    #[test]
    fn a_name_that_is_none_of_a_room_is_the_articles() {
        for room in Room::BESIDE {
            assert_eq!(Room::from_id(room.id()), room);
        }
        assert_eq!(Room::from_id(""), Room::Article);
        assert_eq!(Room::from_id("article"), Room::Article);
    }
}
