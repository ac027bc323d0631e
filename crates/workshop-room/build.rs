//! Keeps the linker's relocations in the program: `xtask` takes the words of panics out of it by them.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Only the linker of wasm knows it, and only there is anything cut.
    if std::env::var_os("CARGO_CFG_TARGET_ARCH").is_some_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
    }
}
