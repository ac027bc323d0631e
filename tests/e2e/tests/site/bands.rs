//! The shading around curves, as it is drawn: it stays in the plot, and is as wide at a place as the cases differ there.

use anyhow::{Result, ensure};
use e2e::browser::Engine;
use serde::Deserialize;

use crate::with_site;

in_every_engine!(bands_lie_around_their_curves);

/// One band as drawn, in pixels of the drawing: the highest and the lowest point of its outline, its widest gap, and how
/// far the plot reaches.
#[derive(Debug, Deserialize)]
struct Drawn {
    top: f64,
    bottom: f64,
    gap: f64,
    plot: (f64, f64),
}

async fn bands_lie_around_their_curves(engine: Engine) -> Result<()> {
    with_site(engine, async |browser, site| {
        browser.open_ready(&site.url("/")).await?;
        for figure in ["load", "accuracy"] {
            browser.show_chart(figure).await?;
            // An area is its upper edge, its lower edge backwards, and the way back along the axis.
            let bands = format!(
                "const svg = document.querySelector('#figure-{figure} [data-chart] svg');
                const points = (path) => path.getAttribute('d').match(/-?[\\d.e+]+ -?[\\d.e+]+/g)
                  .map((pair) => pair.split(' ').map(Number));
                const areas = [...svg.querySelectorAll('path[fill-opacity=\"0.5\"]')].map(points);
                const base = Math.max(...areas[0].map((point) => point[1]));
                return JSON.stringify(areas.map((all) => {{
                  const edges = all.slice(0, all.length / 2);
                  const upper = edges.slice(0, edges.length / 2);
                  const lower = edges.slice(edges.length / 2).reverse();
                  const ys = edges.map((point) => point[1]);
                  return {{
                    top: Math.min(...ys), bottom: Math.max(...ys), plot: [0, base],
                    gap: Math.max(...upper.map((point, index) => lower[index][1] - point[1])),
                  }};
                }}))"
            );
            let bands: Vec<Drawn> = serde_json::from_str(&browser.text_of(&bands).await?)?;
            ensure!(bands.len() == 2, "{figure} has {} bands", bands.len());
            for band in bands {
                let Drawn { top, bottom, gap, plot: (ceiling, floor) } = band;
                ensure!(top >= ceiling && bottom <= floor, "{figure}: {band:?}");
                ensure!(gap > 5.0, "{figure}: {band:?}");
            }
        }
        browser.expect_no_complaint().await
    })
    .await
}
