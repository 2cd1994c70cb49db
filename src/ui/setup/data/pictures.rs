//! The rows of how pictures become images.

use egui::Ui;

use crate::data::{Background, Colour, DataSettings, Fit, PictureFolder, Source};
use crate::ui::setup::rows::Row;

/// Sides that fit every model, and what is found.
const SIDES: [Option<u32>; 4] = [None, Some(28), Some(32), Some(64)];

/// Draws the rows of a project on pictures; gives another source once a person chose something else.
pub fn show(ui: &mut Ui, settings: &DataSettings) -> Option<Source> {
    let Source::Pictures(folder) = &settings.source else {
        return None;
    };
    let mut new = folder.clone();
    side(ui, &mut new);
    let row = Row::new("Colour", "Whether images are grey or in colour");
    let row = row.reached_by("data.source.colour");
    if let Some(colour) = row.choose(ui, new.colour, &Colour::ALL, |one| colour(one).into()) {
        new.colour = colour;
    }
    let about = "How a picture becomes a square";
    let row = Row::new("Fit", about).reached_by("data.source.fit");
    if let Some(fit) = row.choose(ui, new.fit, &Fit::ALL, |one| fit(one).into()) {
        new.fit = fit;
    }
    background(ui, &mut new);
    patches(ui, &mut new);
    (new != *folder).then_some(Source::Pictures(new))
}

fn side(ui: &mut Ui, folder: &mut PictureFolder) {
    let about = "Height and width of each image; found is that of all pictures where they have one of these, else 32";
    let row = Row::new("Side", about).reached_by("data.source.side");
    let mut sides = SIDES.to_vec();
    if !sides.contains(&folder.side) {
        sides.push(folder.side);
    }
    let name = |side: Option<u32>| match side {
        None => "found".into(),
        Some(side) => format!("{side} pixels"),
    };
    if let Some(side) = row.choose(ui, folder.side, &sides, name) {
        folder.side = side;
    }
}

fn background(ui: &mut Ui, folder: &mut PictureFolder) {
    let about = "What is seen through transparent pixels, and around what is padded";
    let row = Row::new("Background", about).reached_by("data.source.background");
    // While it is dragged about, all pictures would be read again and again.
    let id = ui.scope_id().with("background");
    let held: Option<[u8; 3]> = ui.data(|data| data.get_temp(id));
    let mut colour = held.unwrap_or(folder.background.0);
    row.show(ui, |ui| ui.color_edit_button_srgb(&mut colour));
    if ui.input(|input| input.pointer.any_down()) {
        if colour != folder.background.0 {
            ui.data_mut(|data| data.insert_temp(id, colour));
        }
        return;
    }
    ui.data_mut(|data| data.remove::<[u8; 3]>(id));
    folder.background = Background(colour);
}

fn patches(ui: &mut Ui, folder: &mut PictureFolder) {
    let about = "Whether each picture is cut into squares rather than shrunk";
    let row = Row::new("Patches", about).reached_by("data.source.patch");
    let mut sides = vec![None, Some(28), Some(32), Some(64)];
    if !sides.contains(&folder.patch) {
        sides.push(folder.patch);
    }
    let name = |side: Option<u32>| match side {
        None => "none".into(),
        Some(side) => format!("of {side} pixels"),
    };
    if let Some(patch) = row.choose(ui, folder.patch, &sides, name) {
        folder.patch = patch;
    }
}

fn colour(colour: Colour) -> &'static str {
    match colour {
        Colour::Auto => "as the pictures are",
        Colour::Grey => "grey",
        Colour::Rgb => "RGB",
    }
}

fn fit(fit: Fit) -> &'static str {
    match fit {
        Fit::Crop => "crop the middle",
        Fit::Stretch => "stretch",
        Fit::Pad => "pad",
    }
}
