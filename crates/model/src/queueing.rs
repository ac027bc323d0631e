//! Waiting for one of many servers.
//!
//! `c` is the number of servers (here: places in the batch), `a = λ·S` the offered load in servers, `ρ = a/c`.
//! Every function is total: at or beyond saturation (`a ≥ c`) there is no steady state, and the answer is `None`.

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
    if !(a >= 0.0 && a < f64::from(c)) {
        return None;
    }
    let blocked = erlang_b(c, a);
    Some(blocked / (1.0 - a / f64::from(c) * (1.0 - blocked)))
}

/// Mean wait in an M/M/c queue, in units of the mean service time.
///
/// # Formula
/// ```text
/// Wq/S = C / (c − a)
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
pub fn allen_cunneen(c: u32, a: f64, ca2: f64, cs2: f64) -> Option<f64> {
    mean_wait(c, a).map(|wait| wait * (ca2 + cs2) / 2.0)
}

/// Mean wait in an M/M/c queue by Sakasegawa's closed form, in units of the mean service time.
///
/// # Formula
/// ```text
/// Wq/S = ρ^(√(2(c+1)) − 1) / (c·(1 − ρ))
/// ```
pub fn sakasegawa(c: u32, a: f64) -> Option<f64> {
    let c = f64::from(c);
    let utilisation = a / c;
    if !(utilisation >= 0.0 && utilisation < 1.0) {
        return None;
    }
    Some(libm::pow(utilisation, libm::sqrt(2.0 * (c + 1.0)) - 1.0) / (c * (1.0 - utilisation)))
}

/// The wait that a share `below` of arrivals stay under, in units of the mean service time.
///
/// # Formula
/// ```text
/// P(W > t) = C·exp(−(c − a)·t/S)   so   t/S = ln(C / (1 − below)) / (c − a), and 0 if C ≤ 1 − below
/// ```
pub fn wait_percentile(c: u32, a: f64, below: f64) -> Option<f64> {
    let waiting = erlang_c(c, a)?;
    let above = 1.0 - below;
    if waiting <= above { Some(0.0) } else { Some(libm::log(waiting / above) / (f64::from(c) - a)) }
}
