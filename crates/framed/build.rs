//! Keeps the linker's relocations in the program: `xtask` takes the words of panics out of it by them.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
}
