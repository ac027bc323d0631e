//! Columns: which one holds what, found by name or chosen by the reader.

use core::fmt;

use model::similar::nearest;
use model::written::shown;

use crate::data::{COLUMN_NAMES, Role};
use crate::error::FileError;

impl Role {
    /// The role of this name.
    ///
    /// ```
    /// use bill::Role;
    /// assert!(Role::ALL.iter().all(|role| Role::from_id(role.id()) == Some(*role)));
    /// assert_eq!(Role::from_id("tokens"), None);
    /// ```
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }
}

/// Names of columns with one role; where `beside` has names, only in a file with one of those columns, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ColumnNames {
    pub(crate) role: Role,
    pub(crate) names: &'static [&'static str],
    pub(crate) beside: &'static [&'static str],
}

/// How a column came to its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// By its name.
    ByName,
    /// By the reader.
    ByReader,
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in the header.
    pub name: String,
    /// What is read from it, and why; `None` if it is not used.
    pub role: Option<(Role, Chosen)>,
    /// Its cells in the first rows, cut for showing.
    pub sample: Vec<String>,
}

/// Which column holds what.
///
/// ```
/// use bill::{Options, Role, preview};
/// let file = "date,model,input_tokens,output_tokens,project\n2026-11-01,gpt-5.4-mini,1850,210,desk\n";
/// let mapping = preview(file.as_bytes(), &Options::default())?;
/// assert_eq!(mapping.column(Role::Input).map(|column| column.name.as_str()), Some("input_tokens"));
/// assert_eq!(mapping.unused().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["project"]);
/// assert!(mapping.needed().is_empty());
/// # Ok::<(), bill::FileError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The columns in the file's order.
    pub columns: Vec<Column>,
}

impl Mapping {
    /// The column of a role.
    pub fn column(&self, role: Role) -> Option<&Column> {
        self.columns.get(self.index(role)?)
    }

    /// The place of a role's column in the file, from 0.
    pub(crate) fn index(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role.is_some_and(|(of, _)| of == role))
    }

    /// Columns of which nothing is read.
    pub fn unused(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.role.is_none())
    }

    /// Roles for which the file has no column. A bill may do without most of them.
    pub fn missing(&self) -> impl Iterator<Item = Role> + '_ {
        Role::ALL.into_iter().filter(|role| self.index(*role).is_none())
    }

    /// Roles without which there is no bill, and for which the file has no column.
    pub fn needed(&self) -> Vec<Role> {
        let has = |role| self.index(role).is_some();
        let is_needed = |role: &Role| match role {
            Role::Model | Role::Output => !has(*role),
            Role::Input => !has(Role::Input) && !has(Role::UncachedInput),
            Role::Day
            | Role::Requests
            | Role::RequestId
            | Role::UncachedInput
            | Role::CachedInput
            | Role::CacheWrite
            | Role::HourCacheWrite
            | Role::Batch
            | Role::Tier
            | Role::Paid => false,
        };
        Role::ALL.into_iter().filter(is_needed).collect()
    }

    /// The mapping of a header: the reader's choices first, then by name.
    ///
    /// # Errors
    /// If a choice names no column, a role or a column is chosen twice, or two columns have one name.
    pub(crate) fn of(header: &[String], choices: &[(Role, String)]) -> Result<Self, FileError> {
        check_header(header)?;
        let mut columns: Vec<Column> =
            header.iter().map(|name| Column { name: name.clone(), role: None, sample: Vec::new() }).collect();
        for (index, (role, name)) in choices.iter().enumerate() {
            if choices.iter().take(index).any(|(other, _)| other == role) {
                return Err(FileError::whole(format!("{}: given twice", role.id())));
            }
            if name.is_empty() {
                continue;
            }
            let column = find(header, name).and_then(|at| columns.get_mut(at));
            let column = column.ok_or_else(|| unknown(header, *role, name))?;
            if let Some((other, _)) = column.role.replace((*role, Chosen::ByReader)) {
                let reason = format!(
                    "{}: '{}' is chosen for {}, too; leave out one of them",
                    role.id(),
                    shown(name),
                    other.id()
                );
                return Err(FileError::whole(reason));
            }
        }
        let mut mapping = Self { columns };
        for names in &COLUMN_NAMES {
            let is_settled =
                mapping.index(names.role).is_some() || choices.iter().any(|(role, _)| *role == names.role);
            let is_beside = |name: &&str| find(header, name).is_some();
            if is_settled || !(names.beside.is_empty() || names.beside.iter().any(is_beside)) {
                continue;
            }
            let found = names.names.iter().find_map(|name| {
                find(header, name).filter(|at| mapping.columns.get(*at).is_some_and(|it| it.role.is_none()))
            });
            if let Some(column) = found.and_then(|at| mapping.columns.get_mut(at)) {
                column.role = Some((names.role, Chosen::ByName));
            }
        }
        mapping.settle(Role::Input, Role::UncachedInput)?;
        mapping.settle(Role::Requests, Role::RequestId)?;
        Ok(mapping)
    }

    /// Of two roles that say the same, one is read: the reader's choice, or else the first.
    fn settle(&mut self, first: Role, second: Role) -> Result<(), FileError> {
        let (Some(a), Some(b)) = (self.index(first), self.index(second)) else { return Ok(()) };
        let is_chosen =
            |at: usize| self.columns.get(at).is_some_and(|it| matches!(it.role, Some((_, Chosen::ByReader))));
        let unused = match (is_chosen(a), is_chosen(b)) {
            (true, true) => {
                let reason =
                    format!("{} and {} say the same; leave out one of them", first.id(), second.id());
                return Err(FileError::whole(reason));
            }
            (false, true) => a,
            (true | false, false) => b,
        };
        if let Some(column) = self.columns.get_mut(unused) {
            column.role = None;
        }
        Ok(())
    }
}

/// What of a name is compared: letters and digits, in small letters.
fn folded(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// The column of this name: exactly so, or else by letters and digits.
fn find(header: &[String], name: &str) -> Option<usize> {
    let exact = header.iter().position(|column| column == name);
    exact.or_else(|| header.iter().position(|column| folded(column).eq(folded(name)) && !column.is_empty()))
}

fn check_header(header: &[String]) -> Result<(), FileError> {
    let is_twice = |(index, name): &(usize, &String)| {
        !name.is_empty() && header.iter().take(*index).any(|other| folded(other).eq(folded(name)))
    };
    match header.iter().enumerate().find(is_twice) {
        Some((_, name)) => Err(FileError::line(1, format!("the column '{}' is there twice", shown(name)))),
        None => Ok(()),
    }
}

fn unknown(header: &[String], role: Role, name: &str) -> FileError {
    let meant = nearest(name, header.iter().map(String::as_str));
    let hint = meant.map_or_else(String::new, |name| format!("; did you mean '{}'?", shown(name)));
    FileError::whole(format!("{}: no column is called '{}'{hint}", role.id(), shown(name)))
}

/// The column as a table of them shows it: what is read from it, and by whose choice.
impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.role {
            None => f.write_str("not used"),
            Some((role, Chosen::ByName)) => f.write_str(role.label()),
            Some((role, Chosen::ByReader)) => write!(f, "{}, as chosen", role.label()),
        }
    }
}
