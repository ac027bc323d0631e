//! What is written of an outcome loses nothing of it.

#![cfg(feature = "serde")]

use model::architecture::{named, of_size};
use model::catalogue::MODELS;
use model::outcome::Architecture;
use model::units::TotalParameters;
use serde_json::json;

/// Taken apart without `..`: a field that is added to the shape must be named here, and so be written.
#[test]
fn every_field_of_a_shape_is_written() {
    let shapes: Vec<Architecture> =
        MODELS.iter().map(named).chain([of_size(TotalParameters::new(5e9))]).collect();
    assert!(shapes.iter().any(|shape| shape.experts.is_some()), "no shape has experts");
    assert!(shapes.iter().any(|shape| shape.window.0 > 0.0), "no shape has a window");
    assert!(shapes.iter().any(|shape| shape.interpolated), "no shape is interpolated");
    for shape in shapes {
        let written = serde_json::to_value(shape).unwrap();
        let Architecture {
            label,
            interpolated,
            total,
            active,
            embedding,
            head,
            n_layers,
            attention_width,
            width,
            kv_elements_per_layer,
            experts,
            window: (windowed_share, window_tokens),
        } = shape;
        let expected = json!({
            "label": label,
            "interpolated": interpolated,
            "total_parameters": total.number(),
            "active_parameters": active.number(),
            "embedding_parameters": embedding.number(),
            "head_parameters": head.number(),
            "n_layers": n_layers,
            "attention_width": attention_width,
            "width": width,
            "kv_elements_per_layer": kv_elements_per_layer,
            "experts": experts.map(|(n_experts, _)| n_experts),
            "experts_active": experts.map(|(_, n_active)| n_active),
            "windowed_share": windowed_share,
            "window_tokens": if windowed_share > 0.0 { Some(window_tokens) } else { None },
        });
        assert_eq!(written, expected, "{label}");
    }
}
