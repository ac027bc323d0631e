//! Queueing against exact values: rationals evaluated by hand, and identities.

use model::queueing::{
    allen_cunneen, erlang_b, erlang_c, mean_wait, sakasegawa, share_waiting, share_waiting_longer,
    wait_percentile,
};
use proptest::prelude::*;

/// Servers, offered load, Erlang B, Erlang C, Wq/S, Lq.
const VECTORS: [(u32, f64, [f64; 4]); 11] = [
    (1, 0.5, [0.333333333, 0.5, 1.0, 0.5]),
    (2, 1.0, [0.2, 0.333333333, 0.333333333, 0.333333333]),
    (3, 2.0, [0.210526316, 0.444444444, 0.444444444, 0.888888889]),
    (5, 4.0, [0.199066874, 0.554112554, 0.554112554, 2.216450216]),
    (10, 6.0, [0.043141838, 0.101299243, 0.025324811, 0.151948864]),
    (10, 8.0, [0.121661064, 0.409180151, 0.204590075, 1.636720603]),
    (20, 18.0, [0.109212846, 0.550769005, 0.275384502, 4.956921043]),
    (64, 58.0, [0.045821988, 0.338729177, 0.056454863, 3.274382043]),
    (100, 90.0, [0.02695738, 0.216940481, 0.021694048, 1.952464328]),
    (100, 95.0, [0.048804206, 0.506456854, 0.101291371, 9.622680224]),
    (1024, 1000.0, [0.011988702, 0.341119023, 0.014213293, 14.213292631]),
];

#[test]
fn erlang_agrees_with_exact_rationals() {
    for (c, a, [b, waiting, wait, queued]) in VECTORS {
        let found_wait = mean_wait(c, a).unwrap();
        let found = [erlang_b(c, a), erlang_c(c, a).unwrap(), found_wait, a * found_wait];
        for (found, exact) in found.into_iter().zip([b, waiting, wait, queued]) {
            assert!((found - exact).abs() < 1e-9, "c = {c}, a = {a}: {found}, not {exact}");
        }
    }
}

#[test]
fn allen_cunneen_agrees_with_exact_values() {
    let vectors = [
        (4, 0.8, [0.745541, 0.465963, 0.372770]),
        (16, 0.9, [0.369590, 0.230994, 0.184795]),
        (64, 0.95, [0.183753, 0.114846, 0.091877]),
    ];
    for (c, utilisation, waits) in vectors {
        for (variation, wait) in [1.0, 0.25, 0.0].into_iter().zip(waits) {
            let found = allen_cunneen(c, utilisation * f64::from(c), 1.0, variation).unwrap();
            assert!((found - wait).abs() < 1e-6, "c = {c}, Cs² = {variation}: {found}, not {wait}");
        }
    }
}

#[test]
fn sakasegawa_agrees_with_its_published_form() {
    for (c, utilisation, wait) in [(4, 0.8, 0.771549), (16, 0.9, 0.375688), (64, 0.95, 0.183289)] {
        assert!((sakasegawa(c, utilisation * f64::from(c)).unwrap() - wait).abs() < 1e-6, "c = {c}");
    }
}

#[test]
fn a_worked_problem() {
    // Two customers a minute, three minutes each, ten servers: "about 0.10" of them wait.
    assert!((erlang_c(10, 2.0 * 3.0).unwrap() - 0.10).abs() < 0.005);
}

#[test]
fn nothing_is_stable_at_or_beyond_saturation() {
    for a in [10.0, 10.5, f64::INFINITY, f64::NAN, -1.0] {
        assert_eq!(erlang_c(10, a), None);
        assert_eq!(mean_wait(10, a), None);
        assert_eq!(allen_cunneen(10, a, 1.0, 1.0), None);
        assert_eq!(sakasegawa(10, a), None);
        assert_eq!(share_waiting(100, a * 10.0), None);
        assert_eq!(share_waiting_longer(10, a, 1.0), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_server_is_the_textbook_queue(utilisation in 0.0..0.999) {
        let (waiting, wait) = (erlang_c(1, utilisation).unwrap(), mean_wait(1, utilisation).unwrap());
        prop_assert!((waiting - utilisation).abs() < 1e-12);
        prop_assert!((wait / (utilisation / (1.0 - utilisation)).max(1e-300) - 1.0).abs() < 1e-9 || utilisation == 0.0);
    }

    #[test]
    fn waiting_grows_with_load_and_shrinks_with_servers(c in 1u32..400, utilisation in 0.0..0.98) {
        let a = utilisation * f64::from(c);
        let here = share_waiting(c, a).unwrap();
        prop_assert!((0.0..=1.0).contains(&here));
        prop_assert!(share_waiting(c, a + 0.01 * f64::from(c)).unwrap() >= here);
        prop_assert!(erlang_c(c + 1, a).unwrap() <= erlang_c(c, a).unwrap());
        prop_assert!(mean_wait(c + 1, a).unwrap() <= mean_wait(c, a).unwrap());
    }

    #[test]
    fn the_percentile_inverts_the_distribution(c in 1u32..64, utilisation in 0.01..0.99, below in 0.5..0.999) {
        let a = utilisation * f64::from(c);
        let waiting = erlang_c(c, a).unwrap();
        let t = wait_percentile(c, a, waiting, below);
        let longer = share_waiting_longer(c, a, t).unwrap();
        if waiting > 1.0 - below {
            prop_assert!((longer - (1.0 - below)).abs() < 1e-9);
        } else {
            prop_assert_eq!(t, 0.0);
            prop_assert!(longer <= 1.0 - below);
        }
    }

    #[test]
    fn the_expansion_is_close_where_it_stands_in(c in 1u32..4096, utilisation in 0.0..0.999) {
        let a = utilisation * f64::from(c);
        prop_assert!((share_waiting(c, a).unwrap() - erlang_c(c, a).unwrap()).abs() < 1e-3);
    }
}
