//! The catalogue's entries for the names in a row: model, GPU, precision, method, software.

use model::architecture;
use model::catalogue::{Choice, Engine, Gpu, MODELS, Method, NamedModel, Precision, TrainingSoftware};
use model::outcome::Architecture;
use model::units::{ActiveParameters, TotalParameters};
use model::written::shown;

use crate::table::Row;
use crate::world::{VERSIONS, Version, World};

/// Endings of published names that do not change a model's shape.
const ENDINGS: [&str; 19] = [
    "-instruct",
    "-chat",
    "-it",
    "-base",
    "-hf",
    "-fp8",
    "-fp8-dynamic",
    "-fp4",
    "-nvfp4",
    "-mxfp4",
    "-bf16",
    "-awq",
    "-gptq",
    "-gptq-int4",
    "-gptq-int8",
    "-int4",
    "-int8",
    "-v0.1",
    "-v0.3",
];

/// The largest relative difference in parameters at which a row's name still means the catalogue's model.
const SAME_MODEL: f64 = 0.12;

/// The shape of a row's model, and a note if it had to be interpolated.
///
/// A name of the catalogue has its shape there; a row may give layers and width of its own. The shape of any other model
/// is interpolated from the row's numbers of parameters; if a token uses fewer than there are, it is a mixture.
pub(crate) fn architecture(row: &Row) -> Result<(Architecture, String), String> {
    let total = row.number("params_b")?.map(|billion| billion * 1e9);
    let active = row.number("active_params_b")?.map(|billion| billion * 1e9).or(total);
    let name = row.text("model");
    let known = named(name)
        .filter(|model| total.is_none_or(|total| (model.total_parameters / total - 1.0).abs() <= SAME_MODEL));
    let (mut shape, mut note) = match (known, total) {
        (Some(model), _) => (architecture::named(model), String::new()),
        (None, Some(total)) if total > 0.0 => {
            let total = TotalParameters::new(total);
            match active.filter(|active| *active > 0.0 && *active < total.number()) {
                Some(active) => {
                    let shape = architecture::of_mixture(total, ActiveParameters::new(active));
                    (shape, "a mixture interpolated from its sizes".to_owned())
                }
                None => (architecture::of_size(total), "interpolated from its size".to_owned()),
            }
        }
        (None, _) => return Err(format!("model: '{name}' is not in the catalogue, and params_b is empty")),
    };
    if let (Some(layers), Some(width)) = (row.number("layers")?, row.number("d_model")?) {
        shape = Architecture { n_layers: layers, width, attention_width: width, ..shape };
        if known.is_none() {
            note = "shape from the row".to_owned();
        }
    }
    Ok((shape, note))
}

fn named(name: &str) -> Option<&'static NamedModel> {
    let plain = name.rsplit('/').next().unwrap_or(name).to_lowercase().replace([' ', '_'], "-");
    let mut plain = plain.strip_prefix("meta-").unwrap_or(&plain).to_owned();
    loop {
        let id = |wanted: &str| MODELS.iter().find(|model| same(model.id, wanted));
        if let Some(model) = id(&plain) {
            return Some(model);
        }
        let shorter = ENDINGS.iter().find_map(|ending| plain.strip_suffix(ending)).map(str::to_owned)?;
        plain = shorter;
    }
}

/// Whether two names are the same but for hyphens: "Llama-3.1-8B" and "llama3.1-8b".
fn same(id: &str, wanted: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| *c != '-').collect::<String>();
    letters(id) == letters(wanted)
}

/// The GPU's index in the world's list: "H100" is the SXM board, "A100" the one with 80 GB.
pub(crate) fn gpu(row: &Row, world: &World) -> Result<usize, String> {
    let name = row.text("gpu");
    gpu_index(name, &world.gpus).ok_or_else(|| format!("gpu: '{name}' is not in the catalogue"))
}

/// The index of the GPU that a name means.
pub(crate) fn gpu_index(name: &str, gpus: &[Gpu]) -> Option<usize> {
    let plain = name.to_lowercase().replace([' ', '_'], "-").replace("nvidia-", "").replace("amd-", "");
    let plain = plain.trim_end_matches("gb").to_owned();
    let find = |id: &str| gpus.iter().position(|gpu| same(gpu.id, id));
    match plain.as_str() {
        "a100" | "a100-sxm" | "a100-sxm4" | "a100-sxm4-80" | "a100-80-sxm" => find("a100-80"),
        "a100-sxm4-40" | "a100-40-sxm" => find("a100-40"),
        "h100" | "h100-80" | "h100-sxm5" | "h100-sxm-80" | "h100-sxm5-80" => find("h100-sxm"),
        "h200" | "h200-141" => find("h200-sxm"),
        "b200" | "b200-180" | "b200-192" => find("b200-sxm"),
        _ => find(&plain),
    }
}

/// The option of which a name in a row is one of the spellings.
fn spelled<C: Choice>(name: &str, spellings: fn(C) -> &'static [&'static str]) -> Option<C> {
    C::OPTIONS.iter().copied().find(|option| spellings(*option).contains(&name))
}

/// The precision of weights and arithmetic.
pub(crate) fn precision(row: &Row) -> Result<Precision, String> {
    let name = row.text("precision");
    spelled(&name.to_lowercase(), |precision| match precision {
        Precision::Bf16 => &["bf16", "fp16", "float16", "bfloat16", "w16a16"],
        Precision::Fp8 => &["fp8", "w8a8", "float8"],
        Precision::Int4 => &[
            "fp4",
            "nvfp4",
            "mxfp4",
            "int4",
            "w4a16",
            "awq",
            "gptq-int4",
            "4bit",
            "4-bit",
            "fp4w",
            "nvfp4w",
            "mxfp4w",
        ],
    })
    .ok_or_else(|| format!("precision: '{name}' is not one of BF16, FP16, FP8, FP4, FP4w, INT4"))
}

/// Whether only the weights are in 4 bit: arithmetic is then in 16 bit.
pub(crate) fn has_only_weights_in_4_bit(row: &Row) -> bool {
    const NAMES: [&str; 7] = ["int4", "w4a16", "awq", "gptq-int4", "fp4w", "nvfp4w", "mxfp4w"];
    NAMES.iter().any(|name| row.text("precision").eq_ignore_ascii_case(name))
}

/// The method of training; a row that names none trains all weights.
pub(crate) fn method(row: &Row) -> Result<Method, String> {
    let name = row.text("method").to_lowercase();
    spelled(&name, |method| match method {
        Method::Lora => &["lora"],
        Method::Qlora => &["qlora"],
        Method::Full => &["full", "pretrain", ""],
    })
    .ok_or_else(|| format!("method: '{name}' is not one of full, pretrain, lora, qlora"))
}

/// The training software that a row names, if it names one.
pub(crate) fn training_software(row: &Row) -> Result<Option<TrainingSoftware>, String> {
    let name = row.text("software");
    if name.is_empty() {
        return Ok(None);
    }
    let found = spelled(&name.to_lowercase(), |software| match software {
        TrainingSoftware::Eager => &["eager"],
        TrainingSoftware::Compiled => &["compiled"],
    });
    found.map(Some).ok_or_else(|| format!("software: '{}' is neither eager nor compiled", shown(name)))
}

/// The version of serving software in a row: the longest beginning of its name that is known.
pub(crate) fn version(row: &Row) -> Option<&'static Version> {
    let (name, source) = (row.text("engine"), row.text("source"));
    let fits =
        |version: &&Version| name.starts_with(version.name.as_str()) && source.contains(&version.source);
    VERSIONS.iter().filter(fits).max_by_key(|version| (version.name.len(), version.source.len()))
}

/// The model's option for the software in a row, if it is known.
pub(crate) fn engine(row: &Row) -> Option<Engine> {
    version(row).map(|version| version.engine)
}
