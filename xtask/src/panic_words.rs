//! Takes the words of panics out of a linked program: code that formats a value for nobody but a programmer.
//!
//! A panic in the page restarts it (`src/start.js`), and its message goes to the console. What such a message quotes, the
//! standard library writes with its `Debug` code, and Yew with a tag's name in small letters: with the tables of all letters
//! that are no capitals or cannot be printed, a twentieth of the first program. The message itself stays; only what it quotes
//! is missing.
//!
//! This is done before the program is split, so that the tables, which then nobody refers to, stay out of the first half.

use std::ops::Range;

use anyhow::{Context, Result, bail};
use wasm_encoder::Encode;
use wasmparser::{KnownCustom, Name, Parser, Payload, RelocAddendKind};

/// What takes the place of a function's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Instead {
    /// `i32.const 0`: a `Debug` implementation that writes nothing, and succeeds.
    Nothing,
    /// `unreachable`: a function that is called by a panic alone, and so traps instead.
    Trap,
}

impl Instead {
    /// What a function of this linker name gets; `None` for one that keeps its code.
    fn of(name: &str) -> Option<Self> {
        // The standard library's names; our own types and those of other crates keep theirs. Numbers keep theirs, too: the
        // messages about numbers out of range write them so.
        let is_debug = name.starts_with("_RNvX") && name.contains("5Debug3fmt") && !name.contains("5floatd");
        if is_debug {
            return Some(Self::Nothing);
        }
        let panics =
            ["feat_hydration13node_type_str", "core3str16slice_error_fail", "str19slice_error_fail_rt"];
        panics.iter().any(|panic| name.contains(panic)).then_some(Self::Trap)
    }

    const fn code(self) -> &'static [u8] {
        match self {
            // No locals; i32.const 0.
            Self::Nothing => &[0x00, 0x41, 0x00],
            // No locals; unreachable.
            Self::Trap => &[0x00, 0x00],
        }
    }
}

const NOP: u8 = 0x01;
const END: u8 = 0x0b;

/// The program without them. It keeps its length but for relocations, which go with the code that they were in.
///
/// # Errors
/// When the program cannot be read, or has none of these functions: then their names have changed.
pub(crate) fn without(linked: &[u8]) -> Result<Vec<u8>> {
    let (mut bodies, mut names, mut n_imported) = (Vec::new(), Vec::new(), 0);
    let (mut code_start, mut relocations) = (0, None);
    for payload in Parser::new(0).parse_all(linked) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    n_imported += usize::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionStart { range, .. } => code_start = place(&range)?.start,
            Payload::CodeSectionEntry(body) => bodies.push(place(&body.range())?),
            Payload::CustomSection(section) => match section.as_known() {
                KnownCustom::Name(subsections) => {
                    for subsection in subsections {
                        // Later subsections are of kinds that the reader need not know.
                        let Ok(Name::Function(functions)) = subsection else { continue };
                        for function in functions {
                            let function = function?;
                            names.push((function.index as usize, function.name));
                        }
                    }
                }
                KnownCustom::Reloc(reader) if section.name() == "reloc.CODE" => {
                    relocations = Some((place(&section.range())?, reader));
                }
                _ => {}
            },
            _ => {}
        }
    }
    let (section, reader) = relocations.context("the program has no relocations of its code")?;

    let mut program = linked.to_vec();
    let mut emptied = Vec::new();
    for (index, name) in names {
        let Some(instead) = Instead::of(name) else { continue };
        let Some(body) = index.checked_sub(n_imported).and_then(|index| bodies.get(index)) else { continue };
        let code = instead.code();
        if body.len() <= code.len() {
            continue;
        }
        program[body.clone()].fill(NOP);
        program[body.start..body.start + code.len()].copy_from_slice(code);
        program[body.end - 1] = END;
        emptied.push(body.start - code_start..body.end - code_start);
    }
    if emptied.is_empty() {
        bail!(
            "the program has no code that only panics use: have the names in xtask/src/panic_words.rs changed?"
        );
    }

    let (mut kept, mut n_kept) = (Vec::new(), 0_u32);
    let target = reader.section_index();
    for entry in reader.entries() {
        let entry = entry?;
        if emptied.iter().any(|body| body.contains(&(entry.offset as usize))) {
            continue;
        }
        kept.push(entry.ty as u8);
        entry.offset.encode(&mut kept);
        entry.index.encode(&mut kept);
        match entry.ty.addend_kind() {
            RelocAddendKind::None => {}
            RelocAddendKind::Addend32 | RelocAddendKind::Addend64 => entry.addend.encode(&mut kept),
        }
        n_kept += 1;
    }
    let mut content = Vec::new();
    "reloc.CODE".encode(&mut content);
    target.encode(&mut content);
    n_kept.encode(&mut content);
    content.extend(kept);
    // The section's head: its kind, which is 0, and its length.
    let head = head_of(linked, section.start)?;
    let mut replaced = vec![0];
    content.len().encode(&mut replaced);
    replaced.extend(content);
    program.splice(head..section.end, replaced);
    Ok(program)
}

/// The program without what only a linker reads. (Where a program is split, the splitter does this.)
///
/// # Errors
/// When the program cannot be read.
pub(crate) fn without_linking(program: &[u8]) -> Result<Vec<u8>> {
    let mut kept = program.to_vec();
    let mut sections = Vec::new();
    for payload in Parser::new(0).parse_all(program) {
        if let Payload::CustomSection(section) = payload?
            && (section.name() == "linking" || section.name().starts_with("reloc."))
        {
            let content = place(&section.range())?;
            sections.push(head_of(program, content.start)?..content.end);
        }
    }
    for section in sections.into_iter().rev() {
        kept.drain(section);
    }
    Ok(kept)
}

/// A place in the program.
fn place(range: &Range<u64>) -> Result<Range<usize>> {
    Ok(usize::try_from(range.start)?..usize::try_from(range.end)?)
}

/// Where the head of the section begins whose content begins here: its kind and its length stand before.
fn head_of(linked: &[u8], content: usize) -> Result<usize> {
    // The length has one to five bytes, of which all but the last have their highest bit set.
    let last = content.checked_sub(1).context("no section begins here")?;
    let more = linked[..last].iter().rev().take_while(|byte| **byte & 0x80 != 0).count();
    last.checked_sub(more + 1).context("no section begins here")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_that_panics_use_is_taken_out() {
        let is = |name| Instead::of(name);
        assert_eq!(is("_RNvXsh_NtCsgXGp5Oqx2Ny_4core3fmteNtB5_5Debug3fmt"), Some(Instead::Nothing));
        assert_eq!(
            is("_ZN3yew10dom_bundle5utils14feat_hydration13node_type_str17h9faefe00d404e89cE"),
            Some(Instead::Trap)
        );
        for kept in [
            "_RNvXs6_NtNtCsgXGp5Oqx2Ny_4core3fmt5floatdNtB7_5Debug3fmt",
            "_RNvXs6_NtNtCsgXGp5Oqx2Ny_4core3fmt5floatdNtB7_7Display3fmt",
            "_ZN58_$LT$wasm_bindgen..JsValue$u20$as$u20$core..fmt..Debug$GT$3fmt17h2bd0d68268a4c21cE",
            "_ZN68_$LT$own_or_rent..measurements..Kind$u20$as$u20$core..fmt..Debug$GT$3fmt17h2d470a7605df460dE",
        ] {
            assert_eq!(is(kept), None, "{kept}");
        }
    }
}
