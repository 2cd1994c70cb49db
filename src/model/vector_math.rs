//! exp, ln, ln(1 + x) and tanh as plain arithmetic, so that the compiler can do many at once. The polynomials are those
//! of Cephes' single-precision library (Moshier 1984-1992); errors are about one unit in the last place.

const LOG2_E: f32 = std::f32::consts::LOG2_E;
// ln 2 in two parts: the first has few digits, so that n * LN2_HIGH is exact.
const LN2_HIGH: f32 = 0.693_359_4;
const LN2_LOW: f32 = -2.121_944_4e-4;
/// Adding and subtracting this rounds to a whole number, which then stands in the lowest bits.
const ROUND: f32 = 12_582_912.0;

/// e^x; beyond about +-87 it stays at the ends of the range of normal numbers. NaN stays NaN.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = if x > 88.0 { 88.0 } else { x };
    let x = if x < -87.0 { -87.0 } else { x };
    let shifted = x * LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = x - n * LN2_HIGH - n * LN2_LOW;
    let mut p = 1.987_569_1e-4;
    p = p * r + 1.398_2e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 1.666_666_5e-1;
    p = p * r + 0.5;
    let mantissa = p * r * r + r + 1.0;
    let exponent = shifted.to_bits().wrapping_sub(ROUND.to_bits());
    let scale = f32::from_bits(exponent.wrapping_add(127) << 23);
    mantissa * scale
}

/// 1 / (1 + e^-x)
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// tanh x
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let square = x * x;
    let mut p = -5.704_988_7e-3;
    p = p * square + 2.063_908_8e-2;
    p = p * square - 5.373_971_4e-2;
    p = p * square + 1.333_144_2e-1;
    p = p * square - 3.333_328e-1;
    let near = p * square * x + x;
    let far = 1.0 - 2.0 / (exp(2.0 * x) + 1.0);
    if x.abs() < 0.625 { near } else { far }
}

/// ln(1 + x) for x in [0, 1]
#[inline(always)]
pub fn ln_1p_unit(x: f32) -> f32 {
    // ln(1 + x) = ln(f) + ln((1 + x) / f) with f = 1 or 2, so that the rest lies within [-0.293, 0.415].
    let upper = x > std::f32::consts::SQRT_2 - 1.0;
    let r = if upper { 0.5 * x - 0.5 } else { x };
    let square = r * r;
    let ln = r * square * ln_tail(r) - 0.5 * square + r;
    if upper {
        ln + std::f32::consts::LN_2
    } else {
        ln
    }
}

/// ln x for positive x; below the smallest normal number it stays at about -87.3.
#[inline(always)]
pub fn ln(x: f32) -> f32 {
    let x = if x < f32::MIN_POSITIVE {
        f32::MIN_POSITIVE
    } else {
        x
    };
    // x = 2^n (1 + r) with 1 + r in [sqrt(1/2), sqrt(2)).
    let offset = x
        .to_bits()
        .wrapping_sub(std::f32::consts::FRAC_1_SQRT_2.to_bits());
    let n = (offset as i32 >> 23) as f32;
    let mantissa = (offset & 0x007f_ffff).wrapping_add(std::f32::consts::FRAC_1_SQRT_2.to_bits());
    let r = f32::from_bits(mantissa) - 1.0;
    let square = r * r;
    let ln = r * square * ln_tail(r) + n * LN2_LOW - 0.5 * square + r;
    ln + n * LN2_HIGH
}

/// The part of ln(1 + r) beyond r - r^2 / 2, divided by r^3, for r in [-0.293, 0.415].
#[inline(always)]
fn ln_tail(r: f32) -> f32 {
    let mut p = 7.037_683_6e-2;
    p = p * r - 1.151_461e-1;
    p = p * r + 1.167_699_8e-1;
    p = p * r - 1.242_014_1e-1;
    p = p * r + 1.424_932_3e-1;
    p = p * r - 1.666_805_8e-1;
    p = p * r + 2.000_071_5e-1;
    p = p * r - 2.499_999_4e-1;
    p * r + 3.333_333e-1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relative(ours: f32, exact: f64) -> f64 {
        (f64::from(ours) - exact).abs() / exact.abs().max(1e-30)
    }

    #[test]
    fn agrees_with_double_precision() {
        for i in -8600..=8600 {
            let x = i as f32 * 0.01;
            let exact = f64::from(x);
            assert!(relative(exp(x), exact.exp()) < 3e-7, "exp {x}");
            assert!(
                relative(sigmoid(x), 1.0 / (1.0 + (-exact).exp())) < 4e-7,
                "sigmoid {x}"
            );
            if i != 0 {
                assert!(relative(tanh(x), exact.tanh()) < 4e-7, "tanh {x}");
            }
        }
        for i in 1..=1000 {
            let x = i as f32 * 0.001;
            assert!(
                relative(ln_1p_unit(x), f64::from(x).ln_1p()) < 3e-7,
                "ln 1 + {x}"
            );
        }
    }

    #[test]
    fn ln_agrees_with_double_precision() {
        for i in 1..=4000 {
            for x in [i as f32 * 1e-7, i as f32 * 2.5e-4, i as f32 * 10.0] {
                let exact = f64::from(x).ln();
                assert!(
                    (f64::from(ln(x)) - exact).abs() < 2e-7 * exact.abs().max(0.5),
                    "ln {x}"
                );
            }
        }
        assert_eq!(ln(1.0), 0.0);
        assert!((ln(0.0) + 87.336_54).abs() < 1e-4);
    }

    #[test]
    fn ends_of_the_range_stay_numbers_and_nan_stays_nan() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(tanh(0.0), 0.0);
        assert_eq!(ln_1p_unit(0.0), 0.0);
        assert!(exp(1e30).is_finite() && exp(-1e30) >= 0.0);
        assert_eq!(sigmoid(1e30), 1.0);
        assert!(sigmoid(-1e30) < 1e-30);
        assert_eq!(tanh(1e30), 1.0);
        assert_eq!(tanh(-1e30), -1.0);
        assert!(exp(f32::NAN).is_nan() && tanh(f32::NAN).is_nan() && sigmoid(f32::NAN).is_nan());
    }
}
