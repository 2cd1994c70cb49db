//! Pictures of the comparison, kept for a person to look at.

use egui_kittest::kittest::Queryable as _;

use crate::bench::{click, comparing};
use crate::common::keep_picture;
use crate::common::several::several;

#[test]
fn pictures_of_the_comparison() {
    for (size, name) in [([1_920.0, 1_080.0], "1920"), ([1_100.0, 700.0], "1100")] {
        for (dark, mode) in [(true, "dark"), (false, "light")] {
            let mut window = comparing(several(4, 4_000), size, dark);
            keep_picture(&format!("compare-{name}-{mode}"), &window.render().unwrap());
            if size[0] < 1_300.0 {
                click(&mut window, "Latent spaces");
            }
            click(&mut window, "Align");
            let plane = window.get_by_label("Latent space of vae 2").rect();
            window.hover_at(plane.center() + egui::vec2(30.0, 20.0));
            window.run_steps(8);
            let image = window.render().unwrap();
            keep_picture(&format!("compare-{name}-{mode}-aligned"), &image);
        }
    }
}

#[test]
fn pictures_of_reconstructions_set_against_each_other() {
    let mut window = comparing(several(5, 10_000), [1_920.0, 1_080.0], true);
    keep_picture("compare-five", &window.render().unwrap());
    click(&mut window, "Difference");
    click(&mut window, "Multiply-adds");
    let centre = window.get_by_label("Loss curves").rect().center();
    window.hover_at(centre);
    window.run_steps(20);
    keep_picture("compare-difference", &window.render().unwrap());
    let mut window = comparing(several(3, 4_000), [1_100.0, 700.0], false);
    click(&mut window, "Difference");
    keep_picture("compare-difference-low", &window.render().unwrap());
    click(&mut window, "Flicker");
    keep_picture("compare-flicker-low", &window.render().unwrap());
}
