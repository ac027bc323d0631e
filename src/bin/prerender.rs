//! Writes the HTML of the article and its rooms into the built site, rendered by the components that run in the browser;
//! and beside it the drawings of the figures, which the build turns into pictures, and the pages that explain the model.
//!
//! Called by the build once the skeleton is there. A page that [`faults`] objects to is not written.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use model::Scenario;
use own_or_rent::analysis::Analysis;
use own_or_rent::article::answer::answer_line;
use own_or_rent::article::rooms;
use own_or_rent::figures::picture_files;
use own_or_rent::framed_pages::{FramedPage, edition_script, element_script, host_script, list_page};
use own_or_rent::metadata::{metadata, room_metadata};
use own_or_rent::prerender::{faults, frame, inserted, model_page, page, room_skeleton, values_page};
use own_or_rent::room::Room;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match write().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            report(&reason);
            ExitCode::FAILURE
        }
    }
}

/// The variable with the address at which the page will be published: previews need absolute addresses.
const ADDRESS: &str = "SITE_ADDRESS";

async fn write() -> Result<(), String> {
    let folder = env::var_os("TRUNK_STAGING_DIR")
        .ok_or("TRUNK_STAGING_DIR is not set: Trunk calls this, after the build")?;
    let folder = PathBuf::from(folder);
    write_drawings(&folder.join("figures"))?;
    let file = folder.join("index.html");
    let skeleton = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    write_model_pages(&skeleton, &folder.join("model"))?;
    write_page(&folder.join("model/values.html"), &values_page(&skeleton).await)?;
    write_hour(&skeleton, &folder.join("model/hour.html"))?;
    write_framed_pages(&skeleton, &folder).await?;
    for room in [Room::Article].into_iter().chain(Room::BESIDE) {
        write_room(&skeleton, room, &folder.join(room.file())).await?;
    }
    Ok(())
}

/// Writes the pages that others frame, and what content systems read of each if it is known where they will be.
async fn write_framed_pages(skeleton: &str, folder: &Path) -> Result<(), String> {
    let address = env::var(ADDRESS).ok();
    for page in FramedPage::all() {
        let place = folder.join(page.folder());
        fs::create_dir_all(&place).map_err(|error| with_path(&place, error))?;
        write_page(&place.join("index.html"), &page.html(skeleton, address.as_deref()).await?)?;
        if let Some(address) = &address {
            let file = place.join("oembed.json");
            fs::write(&file, page.oembed(address)).map_err(|error| with_path(&file, error))?;
        }
    }
    write_page(&folder.join("embed/index.html"), &list_page(skeleton))?;
    type Fill = fn(&str) -> Option<String>;
    for (script, fill) in
        [("embed.js", element_script as Fill), ("host.js", host_script), ("edition.js", edition_script)]
    {
        let file = folder.join(script);
        let template = fs::read_to_string(&file).map_err(|error| with_path(&file, error))?;
        let script =
            fill(&template).ok_or_else(|| format!("{script} has no place for what it is to know"))?;
        fs::write(&file, script).map_err(|error| with_path(&file, error))?;
    }
    Ok(())
}

/// The workshop's own program and its style sheet, which no other page loads.
const WORKBENCH: &str = "    <link rel=\"stylesheet\" href=\"../bench.css\">
    <script type=\"module\" src=\"../workshop.js\" data-program=\"../workbench.js\"></script>
";

/// Writes the article or a room.
async fn write_room(skeleton: &str, room: Room, file: &Path) -> Result<(), String> {
    let html = page(room, true).await;
    let faults = faults(&html);
    if !faults.is_empty() {
        return Err(format!("{}: {}", file.display(), faults.join("\n")));
    }
    let address = env::var(ADDRESS).ok();
    let (tags, skeleton) = if room == Room::Article {
        let answer = answer_line(&Analysis::new(&Scenario::default()));
        (metadata(&answer, address.as_deref()), Some(skeleton.to_owned()))
    } else {
        let (title, about) = (rooms::page_title(room), rooms::about(room));
        (
            room_metadata(room, &title, &about, address.as_deref()),
            room_skeleton(skeleton, room, &title, &about),
        )
    };
    let skeleton = skeleton.ok_or("the skeleton has no title, or no description")?;
    let own = if room == Room::Workshop { WORKBENCH } else { "" };
    let skeleton = skeleton.replacen("</head>", &format!("{tags}{own}  </head>"), 1);
    let page = inserted(&skeleton, &frame(room).await, &html)
        .ok_or_else(|| format!("{}: no empty <div id=\"app\">", file.display()))?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::write(file, page).map_err(|error| format!("{}: {error}", file.display()))
}

/// Writes the pages of docs/model/ as HTML.
fn write_model_pages(skeleton: &str, folder: &Path) -> Result<(), String> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/model");
    fs::create_dir_all(folder).map_err(|error| with_path(folder, error))?;
    for entry in fs::read_dir(&docs).map_err(|error| with_path(&docs, error))? {
        let path = entry.map_err(|error| with_path(&docs, error))?.path();
        let Some(stem) = path.file_stem().filter(|_| path.extension().is_some_and(|ending| ending == "md"))
        else {
            continue;
        };
        let markdown = fs::read_to_string(&path).map_err(|error| with_path(&path, error))?;
        let html = model_page(skeleton, &markdown);
        let name = if stem == "README" { "index".into() } else { stem.to_string_lossy() };
        write_page(&folder.join(format!("{name}.html")), &html)?;
    }
    Ok(())
}

/// Writes the page for whoever leads an hour in the workshop.
fn write_hour(skeleton: &str, file: &Path) -> Result<(), String> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/hour.md");
    let markdown = fs::read_to_string(&docs).map_err(|error| with_path(&docs, error))?;
    write_page(file, &model_page(skeleton, &markdown))
}

fn with_path(path: &Path, error: std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

/// Writes a page, unless it has faults.
fn write_page(file: &Path, html: &str) -> Result<(), String> {
    let faults = faults(html);
    if !faults.is_empty() {
        return Err(format!("{}: {}", file.display(), faults.join("; ")));
    }
    fs::write(file, html).map_err(|error| format!("{}: {error}", file.display()))
}

/// Writes a file for each picture, as `xtask/static-figures.mjs` reads them.
fn write_drawings(folder: &Path) -> Result<(), String> {
    let written = |path: &Path| format!("{}: ", path.display());
    fs::create_dir_all(folder).map_err(|error| written(folder) + &error.to_string())?;
    for drawing in picture_files().map_err(|error| error.to_string())? {
        let file = folder.join(format!("{}.json", drawing.stem));
        fs::write(&file, drawing.json).map_err(|error| written(&file) + &error.to_string())?;
    }
    Ok(())
}

#[expect(clippy::print_stderr, reason = "a build step says what went wrong on its standard error")]
fn report(reason: &str) {
    eprintln!("prerender: {reason}");
}
