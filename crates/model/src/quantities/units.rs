//! Quantities: a number and its unit as one type, so that dollars can't be added to tokens.
//!
//! Rates are kept per base unit (dollars, seconds, bytes, tokens, FLOP); `format` scales them for display.
//! Total and active parameters are two types (memory follows one, speed the other), and so are FLOP and FLOP/s.

include!(concat!(env!("OUT_DIR"), "/units.rs"));

/// The content of a quantity outside its type: for tables, JSON and workings.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
pub enum Value {
    /// A finite number in the quantity's unit.
    Number(f64),
    /// A name out of a fixed list.
    Name(&'static str),
    /// Yes or no.
    Flag(bool),
    /// There is no such value, and the outcome's conditions say why.
    Missing,
}

impl Value {
    /// The number, where there is one (`Flag` counts as 1 or 0).
    pub fn number(self) -> Option<f64> {
        match self {
            Value::Number(x) => Some(x),
            Value::Flag(yes) => Some(if yes { 1.0 } else { 0.0 }),
            Value::Name(_) | Value::Missing => None,
        }
    }
}

/// A number with a unit.
pub trait Quantity: Copy {
    /// The unit of [`Quantity::value`].
    const UNIT: Unit;
    /// The value as it leaves the type.
    fn value(self) -> Value;
}

impl<Q: Quantity> Quantity for Option<Q> {
    const UNIT: Unit = Q::UNIT;
    fn value(self) -> Value {
        self.map_or(Value::Missing, Q::value)
    }
}

impl Quantity for bool {
    const UNIT: Unit = Unit::YesNo;
    fn value(self) -> Value {
        Value::Flag(self)
    }
}

impl Quantity for &'static str {
    const UNIT: Unit = Unit::Choice;
    fn value(self) -> Value {
        Value::Name(self)
    }
}

macro_rules! quantities {
    ($($(#[$doc:meta])* $name:ident: $unit:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
        pub struct $name(f64);

        impl $name {
            /// Wraps a number that is already in this unit.
            pub const fn new(number: f64) -> Self {
                Self(number)
            }
            /// The number in this unit.
            pub const fn number(self) -> f64 {
                self.0
            }
        }

        impl Quantity for $name {
            const UNIT: Unit = Unit::$unit;
            fn value(self) -> Value {
                Value::Number(self.0)
            }
        }
    )*};
}

quantities! {
    /// A bare count or ratio.
    Count: One;
    /// 0 to 1.
    Fraction: Fraction;
    /// Percentage points as a fraction (0.01 is one point).
    Points: Points;
    /// Percentage points a year as a fraction.
    PointsPerYear: PointsPerYear;
    /// US dollars.
    Usd: Usd;
    /// US dollars a month.
    UsdPerMonth: UsdPerMonth;
    /// US dollars a year.
    UsdPerYear: UsdPerYear;
    /// US dollars a month for a kilowatt.
    UsdPerKwMonth: UsdPerKwMonth;
    /// US dollars for an hour of one GPU.
    UsdPerGpuHour: UsdPerGpuHour;
    /// US dollars for a million tokens.
    UsdPerMillionTokens: UsdPerMillionTokens;
    /// US dollars for one request.
    UsdPerRequest: UsdPerRequest;
    /// Tokens.
    Tokens: Tokens;
    /// Tokens a second.
    TokensPerSecond: TokensPerSecond;
    /// Requests a second.
    RequestsPerSecond: RequestsPerSecond;
    /// Requests a day.
    RequestsPerDay: RequestsPerDay;
    /// Requests in flight or in a batch.
    Requests: Requests;
    /// Seconds.
    Seconds: Seconds;
    /// Hours.
    Hours: Hours;
    /// Months.
    Months: Months;
    /// GPU-hours.
    GpuHours: GpuHours;
    /// A number of GPUs.
    Gpus: Gpus;
    /// All parameters of a model: they set its memory.
    TotalParameters: Parameters;
    /// The parameters that one token passes through: they set the arithmetic.
    ActiveParameters: Parameters;
    /// Bytes (not GiB, not GB).
    Bytes: Bytes;
    /// Bytes of KV cache for one token.
    BytesPerToken: BytesPerToken;
    /// Bytes a second.
    BytesPerSecond: BytesPerSecond;
    /// Floating-point operations.
    Flop: Flop;
    /// Floating-point operations a second.
    FlopPerSecond: FlopPerSecond;
    /// Watts.
    Watts: Watts;
    /// Kilowatt-hours.
    Kwh: Kwh;
    /// Kilograms of CO₂ equivalent.
    KgCo2e: KgCo2e;
    /// Labelled examples.
    Examples: Examples;
    /// Full-time people.
    Fte: Fte;
}

macro_rules! sums {
    ($($name:ident),*) => {$(
        impl core::ops::Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl core::ops::Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl core::iter::Sum for $name {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
                items.fold(Self(0.0), core::ops::Add::add)
            }
        }
    )*};
}
sums!(Usd, UsdPerMonth, Seconds, GpuHours, Bytes, Tokens, Kwh, Points, Fraction);

/// Gigabytes, as vendors state memory: a thousand million bytes.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Gigabytes(f64);

/// Gibibytes, as operating systems and serving software report memory: 1024³ bytes, 7 % more than a gigabyte.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Gibibytes(f64);

/// Bytes in a gigabyte.
const GIGA: f64 = 1e9;
/// Bytes in a gibibyte.
const GIBI: f64 = 1_073_741_824.0;

macro_rules! memory {
    ($($name:ident = $bytes:ident;)+) => {$(
        impl $name {
            /// So many.
            pub const fn new(number: f64) -> Self {
                Self(number)
            }
            /// The bare number.
            pub const fn number(self) -> f64 {
                self.0
            }
        }
        impl From<$name> for Bytes {
            fn from(memory: $name) -> Self {
                Self::new(memory.0 * $bytes)
            }
        }
        impl From<Bytes> for $name {
            fn from(bytes: Bytes) -> Self {
                Self(bytes.number() / $bytes)
            }
        }
    )+};
}

memory! {
    Gigabytes = GIGA;
    Gibibytes = GIBI;
}

#[cfg(test)]
mod tests {
    use super::{Bytes, Gibibytes, Gigabytes};

    #[test]
    fn a_gibibyte_is_more_than_a_gigabyte() {
        let gpu = Bytes::from(Gibibytes::new(80.0));
        assert_eq!(gpu.number(), 85_899_345_920.0);
        assert!((Gigabytes::from(gpu).number() - 85.899).abs() < 1e-3);
        assert_eq!(Gibibytes::from(gpu).number(), 80.0);
    }
}
