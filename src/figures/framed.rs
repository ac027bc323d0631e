//! The figures in pages that others frame: drawn as SVG by ourselves at a few widths, with a few controls below. The build
//! writes them into a page of its own for each figure; the small program that follows a reader there draws them anew from
//! the same functions.

use model::catalogue::Domain;
use model::{Input, Scenario};

use super::chart_svg::chart_svg;
use super::figure::{Drawn, Figure, FigureSpec};
use super::lettering::escaped;
use super::look::{Look, Width};
use super::palette::PROPERTIES;
use super::table::Table;
use super::{
    accuracy, card, chart_option, claims, companies, frontier, ledger, load, map, measured, tornado, ways,
};
use crate::analysis::Analysis;
use crate::content::FigureName;
use crate::controls::scale;
use crate::theme::Theme;

/// The widths of the drawings, pixels, narrowest first: each is shown from its own width up to the next, a little enlarged.
/// `styles/embed.css` has the same.
pub const FRAMED_WIDTHS: [u32; 6] = [280, 350, 440, 560, 700, 880];

/// What a framed page shows of a figure.
#[derive(Clone, Copy)]
pub struct Framed {
    figure: fn(&Analysis) -> Figure,
    drawn: fn(&Analysis, f64) -> Option<Drawn>,
}

/// The entry of a figure that we draw ourselves.
macro_rules! own {
    ($module:ident) => {
        Framed {
            figure: $module::SPEC.figure,
            drawn: |analysis, width| Some(($module::SPEC.drawing)(analysis, &PROPERTIES, width)),
        }
    };
}

/// The entry of a figure that the chart library draws on the page.
macro_rules! chart {
    ($module:ident) => {
        Framed {
            figure: $module::SPEC.figure,
            drawn: |analysis, width| drawn_chart(&$module::SPEC, analysis, width),
        }
    };
}

impl Framed {
    /// A figure. In a `const` nothing of any other figure is named, so that a program holds what it draws and no more.
    pub const fn new(name: FigureName) -> Self {
        match name {
            FigureName::Companies => own!(companies),
            FigureName::Map => own!(map),
            FigureName::Card => own!(card),
            FigureName::Ledger => chart!(ledger),
            FigureName::Ways => chart!(ways),
            FigureName::Accuracy => chart!(accuracy),
            FigureName::Load => chart!(load),
            FigureName::Frontier => chart!(frontier),
            FigureName::Tornado => chart!(tornado),
            FigureName::Claims => chart!(claims),
            FigureName::Measured => chart!(measured),
        }
    }

    /// The words and numbers of a case.
    pub fn figure(&self, analysis: &Analysis) -> Figure {
        (self.figure)(analysis)
    }

    /// The drawing of a case, `width` pixels wide, in the page's custom properties as colours; `None` if a chart holds a value
    /// that JSON cannot express.
    pub(super) fn drawn(&self, analysis: &Analysis, width: f64) -> Option<Drawn> {
        (self.drawn)(analysis, width)
    }

    /// The same as an SVG element of its own.
    pub fn drawing(&self, analysis: &Analysis, width: u32) -> Option<String> {
        Some(element(&self.drawn(analysis, f64::from(width))?, width))
    }
}

fn drawn_chart(spec: &FigureSpec, analysis: &Analysis, width: f64) -> Option<Drawn> {
    let look = Look { theme: Theme::Light, width: Width::for_pixels(width), still: true };
    let option = chart_option::complete(&(spec.static_chart)(analysis, look), look).ok()?;
    Some(chart_svg(&option, width, (spec.height)(look.width)))
}

fn element(drawn: &Drawn, id: u32) -> String {
    let Drawn { svg, width, height } = drawn;
    format!(
        "<svg class=\"still__drawing still__drawing--{id}\" viewBox=\"0 0 {width} {height:.0}\" width=\"{width}\" \
         height=\"{height:.0}\" aria-hidden=\"true\" focusable=\"false\">{svg}</svg>"
    )
}

/// The controls below a figure, unless whoever frames it chooses others; none where the figure is the same in every case.
pub const fn framed_controls(name: FigureName) -> &'static [Input] {
    match name {
        FigureName::Map => &[Input::RequestsPerDay, Input::Api, Input::GpuCount],
        FigureName::Companies | FigureName::Ledger | FigureName::Tornado => {
            &[Input::RequestsPerDay, Input::GpuCount]
        }
        FigureName::Card => &[Input::RequestsPerDay, Input::Api, Input::GpuCount],
        FigureName::Ways => &[Input::RequestsPerDay, Input::ModelSize],
        FigureName::Accuracy => &[Input::ModelSize, Input::RetrainsPerYear],
        FigureName::Load => &[Input::GpuCount, Input::GpuHourPrice],
        FigureName::Frontier => &[Input::RequestsPerDay, Input::GpuHourPrice],
        FigureName::Claims | FigureName::Measured => &[],
    }
}

/// The heights for a frame on a page without a listener: the tallest need below 620 CSS pixels and from there on. `tests/e2e`
/// (`embeds.rs`) holds them against the pages as browsers lay them out.
pub const fn frame_heights(name: FigureName) -> (u32, u32) {
    match name {
        FigureName::Companies => (1_460, 960),
        FigureName::Map => (1_290, 1_040),
        FigureName::Card => (1_060, 780),
        FigureName::Ledger => (1_260, 710),
        FigureName::Ways => (1_230, 920),
        FigureName::Accuracy => (1_170, 910),
        FigureName::Load => (1_200, 940),
        FigureName::Frontier => (1_270, 1_000),
        FigureName::Tornado => (1_460, 1_140),
        FigureName::Claims => (920, 640),
        FigureName::Measured => (930, 790),
    }
}

/// A frame's title, which stays true in every case.
pub const fn frame_title(name: FigureName) -> &'static str {
    match name {
        FigureName::Companies => "Four companies and one case: is open-source AI cheaper to own or to rent?",
        FigureName::Map => "Map: from how many requests a day owning open-source AI is cheaper",
        FigureName::Card => "The result of one case: is open-source AI cheaper to own or to rent?",
        FigureName::Ledger => "What owning and what renting AI cost a month, line by line",
        FigureName::Ways => "Seven ways to run AI, by what they cost a month",
        FigureName::Accuracy => "How accurate an open and a closed model stay over time",
        FigureName::Load => "What owning and renting AI cost, by requests a day",
        FigureName::Frontier => "Cost and accuracy of every way to own the model",
        FigureName::Tornado => "What moves the answer most: own or rent AI",
        FigureName::Claims => "What became of each claim about open-source AI",
        FigureName::Measured => "The model's predictions beside published measurements",
    }
}

/// A control of an input as HTML: a slider of the browser's own for a number, a list for a choice.
pub fn control(scenario: &Scenario, input: Input) -> String {
    let (spec, value) = (input.spec(), scenario.get(input));
    let id = spec.id;
    let head = format!("<label for=\"control-{id}\">{}</label>", escaped(spec.label()));
    match spec.domain {
        Domain::Number { .. } => format!(
            "<p class=\"control\">{head}<output class=\"control__value\" for=\"control-{id}\" data-value=\"{id}\">{}</output>\
             <input class=\"control__track\" type=\"range\" id=\"control-{id}\" data-input=\"{id}\" min=\"0\" max=\"{}\" \
             value=\"{}\" aria-valuetext=\"{}\" autocomplete=\"off\"></p>",
            escaped(&control_value(scenario, input)),
            scale::top_position(input),
            scale::position(input, value),
            escaped(&control_words(scenario, input)),
        ),
        Domain::Choice(options) => {
            let option = |(at, option): (usize, &model::catalogue::ChoiceOption)| {
                let chosen = if at as f64 == value { " selected" } else { "" };
                format!("<option value=\"{at}\"{chosen}>{}</option>", escaped(option.label))
            };
            let options: String = options.iter().enumerate().map(option).collect();
            format!(
                "<p class=\"control\">{head}<select class=\"control__choice\" id=\"control-{id}\" data-input=\"{id}\" autocomplete=\"off\">{options}</select></p>"
            )
        }
    }
}

/// The value of a control as its label shows it.
pub fn control_value(scenario: &Scenario, input: Input) -> String {
    scenario.reading(input)
}

/// The same as a screen reader says it. (What the page's sliders say would bring the words of every unit.)
pub fn control_words(scenario: &Scenario, input: Input) -> String {
    let unit = if input == Input::ModelSize { " parameters" } else { "" };
    control_value(scenario, input) + unit
}

/// The rows of a figure's table as HTML.
pub fn table_rows(table: &Table) -> String {
    let mut rows = String::new();
    for row in &table.rows {
        rows += "<tr>";
        for (index, cell) in row.iter().enumerate() {
            let text = escaped(&cell.text);
            rows += &if index == 0 {
                format!("<th scope=\"row\">{text}</th>")
            } else {
                format!("<td class=\"figure__number\">{text}</td>")
            };
        }
        rows += "</tr>";
    }
    rows
}
