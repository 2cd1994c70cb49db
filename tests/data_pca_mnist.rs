//! The PCA baseline reproduces the known reconstruction errors on MNIST.

use hourglass::data::{BuiltIn, DataSettings, Scaler, Scaling, Source, load};
use hourglass::eval::Pca;

#[test]
fn test_errors_of_pca_on_mnist() {
    let mnist = load(&DataSettings {
        source: Source::BuiltIn {
            set: BuiltIn::Mnist,
        },
        ..DataSettings::default()
    })
    .expect("MNIST loads");
    let all: Vec<u32> = (0..60_000).collect();
    let scaler = Scaler::fit(Scaling::Unit, &mnist.train, &all);
    let pca = Pca::fit_samples(&mnist.train, &all, &scaler, 128).expect("components are found");
    for (count, expected) in [
        (2, 0.05567),
        (8, 0.03744),
        (16, 0.02686),
        (32, 0.01683),
        (64, 0.00905),
        (128, 0.00420),
    ] {
        let error = pca.test_error_samples(&mnist.test, &scaler, count);
        assert!(
            (error - expected).abs() < 0.000_006,
            "{count} components: {error}"
        );
    }
    // Hinton and Salakhutdinov 2006 per image at 30 components.
    let error = pca.test_error_samples(&mnist.test, &scaler, 30) * 784.0;
    assert!((error - 13.866).abs() < 0.001, "{error}");
    // The sum of the variances of all pixels.
    assert!((pca.total_variance - 52.725).abs() < 0.001);
}
