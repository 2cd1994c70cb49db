//! The inverse of the normal distribution function.

/// The number below which a standard normal variable lies with probability `p`, to about nine digits (Acklam's
/// rational approximation); infinite at 0 and 1, not a number outside.
pub fn normal_quantile(p: f64) -> f64 {
    const TAIL: f64 = 0.024_25;
    match p {
        0.0 => f64::NEG_INFINITY,
        1.0 => f64::INFINITY,
        p if !(0.0..=1.0).contains(&p) => f64::NAN,
        p if p < TAIL => tail(p),
        p if p > 1.0 - TAIL => -tail(1.0 - p),
        p => {
            let q = p - 0.5;
            let r = q * q;
            let above = [
                -3.969_683_028_665_376e1,
                2.209_460_984_245_205e2,
                -2.759_285_104_469_687e2,
                1.383_577_518_672_69e2,
                -3.066_479_806_614_716e1,
                2.506_628_277_459_239,
            ];
            let below = [
                -5.447_609_879_822_406e1,
                1.615_858_368_580_409e2,
                -1.556_989_798_598_866e2,
                6.680_131_188_771_972e1,
                -1.328_068_155_288_572e1,
                1.0,
            ];
            q * polynomial(&above, r) / polynomial(&below, r)
        }
    }
}

/// The lower tail.
fn tail(p: f64) -> f64 {
    let q = (-2.0 * p.ln()).sqrt();
    let above = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    let below = [
        7.784_695_709_041_462e-3,
        3.224_671_290_700_398e-1,
        2.445_134_137_142_996,
        3.754_408_661_907_416,
        1.0,
    ];
    polynomial(&above, q) / polynomial(&below, q)
}

/// Highest power first.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, &c| sum * x + c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_the_tables() {
        for (p, z) in [
            (0.5, 0.0),
            (0.841_344_746_068_543, 1.0),
            (0.975, 1.959_963_984_540_054),
            (0.99, 2.326_347_874_040_841),
            (0.001, -3.090_232_306_167_813),
            (0.025, -1.959_963_984_540_054),
        ] {
            let found = normal_quantile(p);
            assert!((found - z).abs() < 1e-8, "{found} at {p}");
        }
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert!(normal_quantile(-0.1).is_nan() && normal_quantile(f64::NAN).is_nan());
    }
}
