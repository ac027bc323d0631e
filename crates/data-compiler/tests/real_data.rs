//! The data of this project has no problems.

use std::path::Path;

#[test]
fn the_projects_own_data_compiles() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let problems: Vec<_> = data_compiler::article_source(&data)
        .err()
        .into_iter()
        .chain(data_compiler::model_source(&data).err())
        .flatten()
        .map(|problem| problem.to_string())
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
