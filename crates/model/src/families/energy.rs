//! Energy and emissions of serving and retraining, and what that power would cost.
//!
//! The rent of a GPU includes its power, so [`Energy::power_cost`] is for information and is in no ledger.

use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::{Assumption, Input};
use crate::families::outputs::{Energy, Load, Serving, Training};
use crate::quantities::units::{Fraction, KgCo2e, Kwh, Unit, UsdPerMonth, Watts};
use crate::workings::trace::{Record, Term, compute};

/// Energy, emissions and price of power, a month.
///
/// # Formula
/// ```text
/// W a GPU    = TDP·(idle + (busy − idle)·utilisation·share of GPUs in a replica)
/// kWh        = (GPUs·W·hours + rounds·GPU-hours·runs·TDP·training) · host / 1000 · PUE
/// kg CO₂e    = kWh · g a kWh / 1000
/// ```
/// `host` adds processors, memory, fans and conversion; PUE adds the building, once.
///
/// # Units
/// Kilowatt-hours at the meter, kilograms of CO₂ equivalent, US dollars, each a month.
///
/// # Source
/// Thermal design power: the GPU catalogue. Shares of it: `data/assumptions/energy.toml`, weak. Grid factors:
/// EcoLogits. Only emissions of use are counted, not those of making the machines, nor water.
///
/// # Examples
/// Two H100 (700 W) at half their capacity: 2 · 700 W · 0.45 · 730.5 h · 1.3 · 1.2 = 718 kWh.
pub(crate) fn energy(
    values: &Values,
    assumptions: &Assumptions,
    serving: &Serving,
    load: &Load,
    training: &Training,
    trace: &mut impl Record,
) -> Energy {
    let gpu = values.gpu();
    let tdp = Term::catalogue(gpu.tdp_watts, Unit::Watts, gpu.source);
    let utilisation = if serving.fits { load.utilisation_mean } else { Fraction::new(0.0) };
    let serving_watts = compute!(trace, serving_watts "Power of all GPUs that serve, on average": Watts =
        tdp * (gpu_count * gpu_idle_power
            + own_replicas * tp_degree * (gpu_busy_power - gpu_idle_power) * utilisation_mean);
        where tdp, gpu_count = values.term(Input::GpuCount),
            gpu_idle_power = assumptions.term(Assumption::GpuIdlePower), own_replicas = serving.own_replicas,
            tp_degree = serving.tp_degree, gpu_busy_power = assumptions.term(Assumption::GpuBusyPower),
            utilisation_mean = utilisation);
    let computers_kwh = compute!(trace, computers_kwh "Energy of the computers, a month": Kwh =
        (serving_watts * days_per_month * 24.0
            + retrains_per_year / 12.0 * retrain_gpu_hours * training_runs * tdp * gpu_training_power)
            * host_power / 1000.0;
        where serving_watts, days_per_month = assumptions.term(Assumption::DaysPerMonth),
            retrains_per_year = values.term(Input::RetrainsPerYear),
            retrain_gpu_hours = training.retrain_gpu_hours,
            training_runs = assumptions.term(Assumption::TrainingRuns), tdp,
            gpu_training_power = assumptions.term(Assumption::GpuTrainingPower),
            host_power = assumptions.term(Assumption::HostPower));
    let energy_kwh = compute!(trace, energy_kwh "Energy at the meter, a month": Kwh = computers_kwh * pue;
        where computers_kwh, pue = values.term(Input::Pue));
    let co2e_kg = compute!(trace, co2e_kg "Emissions, a month": KgCo2e = energy_kwh * grid_intensity / 1000.0;
        where energy_kwh, grid_intensity = values.term(Input::GridIntensity));
    let power_cost = compute!(trace, power_cost "What that power costs, a month": UsdPerMonth =
        energy_kwh * electricity_price;
        where energy_kwh, electricity_price = values.term(Input::ElectricityPrice));
    Energy { energy_kwh, co2e_kg, power_cost }
}
