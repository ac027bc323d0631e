//! Waiting for one of many servers.
//!
//! `c` is the number of servers (here: places in the batch), `a = λ·S` the offered load in servers, `ρ = a/c`.
//! Every function is total: at or beyond saturation (`a ≥ c`) there is no steady state, and the answer is `None`.

use crate::quantities::exact::{fmax, fmin, sqrt};

/// The most servers for which [`share_waiting`] is Erlang C itself.
const EXACT_SERVERS: u32 = 32;

/// Erlang B: the share of arrivals that find all `c` servers busy and are lost.
///
/// # Formula
/// ```text
/// B(0) = 1,  B(n) = a·B(n−1) / (n + a·B(n−1))
/// ```
/// # Examples
/// ```
/// assert!((model::queueing::erlang_b(5, 4.0) - 0.199066874).abs() < 1e-9);
/// ```
pub fn erlang_b(c: u32, a: f64) -> f64 {
    (1..=c).fold(1.0, |blocked, n| a * blocked / (f64::from(n) + a * blocked))
}

/// Erlang C: the share of arrivals that have to wait.
///
/// # Formula
/// ```text
/// C = B / (1 − ρ·(1 − B))
/// ```
/// # Examples
/// ```
/// assert!((model::queueing::erlang_c(5, 4.0).unwrap() - 0.554112554).abs() < 1e-9);
/// assert_eq!(model::queueing::erlang_c(5, 5.0), None);
/// ```
pub fn erlang_c(c: u32, a: f64) -> Option<f64> {
    if !is_stable(c, a) {
        return None;
    }
    let blocked = erlang_b(c, a);
    Some(blocked / (1.0 - a / f64::from(c) * (1.0 - blocked)))
}

/// Whether a queue has a steady state.
fn is_stable(c: u32, a: f64) -> bool {
    a >= 0.0 && a < f64::from(c)
}

/// Mean wait in an M/M/c queue, in units of the mean service time.
///
/// # Formula
/// ```text
/// Wq/S = C / (c − a)
/// ```
/// # Examples
/// ```
/// // One server, half busy: a request waits as long as it is served.
/// assert_eq!(model::queueing::mean_wait(1, 0.5), Some(1.0));
/// ```
pub fn mean_wait(c: u32, a: f64) -> Option<f64> {
    erlang_c(c, a).map(|waiting| waiting / (f64::from(c) - a))
}

/// Mean wait in a G/G/c queue by Allen and Cunneen, in units of the mean service time; `ca2` and `cs2` are the squared
/// coefficients of variation of the times between arrivals and of service.
///
/// # Formula
/// ```text
/// Wq(G/G/c) = Wq(M/M/c)·(Ca² + Cs²)/2
/// ```
/// # Examples
/// ```
/// // Service that always takes the same time halves the wait.
/// assert_eq!(model::queueing::allen_cunneen(1, 0.5, 1.0, 0.0), Some(0.5));
/// ```
pub fn allen_cunneen(c: u32, a: f64, ca2: f64, cs2: f64) -> Option<f64> {
    mean_wait(c, a).map(|wait| wait * (ca2 + cs2) / 2.0)
}

/// Mean wait in an M/M/c queue by Sakasegawa's closed form, in units of the mean service time.
///
/// # Formula
/// ```text
/// Wq/S = ρ^(√(2(c+1)) − 1) / (c·(1 − ρ))
/// ```
/// # Examples
/// ```
/// let (exact, close) = (model::queueing::mean_wait(64, 60.8), model::queueing::sakasegawa(64, 60.8));
/// assert!((close.unwrap() / exact.unwrap() - 1.0).abs() < 0.003);
/// ```
pub fn sakasegawa(c: u32, a: f64) -> Option<f64> {
    let (stable, c) = (is_stable(c, a), f64::from(c));
    let utilisation = a / c;
    stable.then(|| libm::pow(utilisation, sqrt(2.0 * (c + 1.0)) - 1.0) / (c * (1.0 - utilisation)))
}

/// The share of arrivals that have to wait: Erlang C itself up to 32 servers, above by an expansion that needs no
/// recursion over the servers.
///
/// # Formula
/// ```text
/// C ≈ 1 / (ρ + γ·(Φ(α)/φ(α) + 2/(3·√c)))        γ = (1 − ρ)·√c,  α = √(−2·c·(1 − ρ + ln ρ))
/// ```
/// with the normal distribution's `Φ` and its density `φ`.
///
/// # Source
/// Janssen, van Leeuwaarden and Zwart, Refining square-root safety staffing by expanding Erlang C, 2011.
///
/// # Examples
/// ```
/// let (exact, close) = (model::queueing::erlang_c(100, 95.0), model::queueing::share_waiting(100, 95.0));
/// assert!((close.unwrap() - exact.unwrap()).abs() < 3e-4);
/// ```
pub fn share_waiting(c: u32, a: f64) -> Option<f64> {
    if c <= EXACT_SERVERS || !is_stable(c, a) {
        return erlang_c(c, a);
    }
    let c = f64::from(c);
    let (utilisation, root) = (a / c, sqrt(c));
    let alpha = sqrt(fmax(-2.0 * c * (1.0 - utilisation + libm::log(utilisation)), 0.0));
    let density = libm::exp(-alpha * alpha / 2.0) / sqrt(2.0 * core::f64::consts::PI);
    if density <= 0.0 {
        return Some(0.0);
    }
    let distribution = 0.5 * libm::erfc(-alpha / core::f64::consts::SQRT_2);
    let gap = (1.0 - utilisation) * root;
    Some(fmin(1.0 / (utilisation + gap * (distribution / density + 2.0 / (3.0 * root))), 1.0))
}

/// The share of arrivals that wait longer than `t` mean service times.
///
/// # Formula
/// ```text
/// P(W > t) = C·exp(−(c − a)·t/S)
/// ```
/// # Examples
/// ```
/// assert_eq!(model::queueing::share_waiting_longer(1, 0.5, 0.0), Some(0.5));
/// ```
pub fn share_waiting_longer(c: u32, a: f64, t: f64) -> Option<f64> {
    erlang_c(c, a).map(|waiting| waiting * libm::exp(-(f64::from(c) - a) * t))
}

/// The wait that a share `below` of arrivals stay under, in units of the mean service time, where the share `waiting`
/// of them waits at all.
///
/// # Formula
/// ```text
/// t/S = ln(C / (1 − below)) / (c − a), and 0 if C ≤ 1 − below
/// ```
/// # Examples
/// ```
/// use model::queueing::{erlang_c, share_waiting_longer, wait_percentile};
/// let t = wait_percentile(10, 8.0, erlang_c(10, 8.0).unwrap(), 0.95);
/// assert!((share_waiting_longer(10, 8.0, t).unwrap() - 0.05).abs() < 1e-12);
/// ```
pub fn wait_percentile(c: u32, a: f64, waiting: f64, below: f64) -> f64 {
    let above = 1.0 - below;
    if waiting <= above { 0.0 } else { libm::log(waiting / above) / (f64::from(c) - a) }
}
