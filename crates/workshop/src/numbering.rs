//! The numbers by which codes and links name presets, settings and options: `data/workshop/numbering.toml`.

use model::{Preset, Setting};

include!(concat!(env!("OUT_DIR"), "/numbering.rs"));

fn number(list: &[&str], id: &str) -> Option<u64> {
    list.iter().position(|other| *other == id).map(|index| index as u64)
}

fn id<'a>(list: &[&'a str], number: u64) -> Option<&'a str> {
    list.get(usize::try_from(number).ok()?).copied()
}

/// The number of a preset. The build refuses one without; so it is with settings and options.
pub(crate) fn of_preset(preset: Preset) -> u64 {
    number(PRESETS, preset.spec().id).unwrap_or_default()
}

/// The preset of this number.
pub(crate) fn preset(number: u64) -> Option<Preset> {
    Preset::from_id(id(PRESETS, number)?)
}

/// The number of a setting, from 1.
pub(crate) fn of_setting(setting: Setting) -> u64 {
    number(SETTINGS, setting.id()).map_or(0, |index| index + 1)
}

/// The setting of this number.
pub(crate) fn setting(number: u64) -> Option<Setting> {
    Setting::from_id(id(SETTINGS, number.checked_sub(1)?)?)
}

/// The number of an option, whatever choice has it.
pub(crate) fn of_option(id: &str) -> u64 {
    number(OPTIONS, id).unwrap_or_default()
}

/// The option of this number.
pub(crate) fn option(number: u64) -> Option<&'static str> {
    id(OPTIONS, number)
}
