//! What the window remembers between sessions for this user: light or dark, panels and their sizes.

use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::picture_choice::PictureChoice;
use crate::ui::views::WindowMode;

const FILE: &str = "window.json";
/// The smallest and the largest size of everything.
const ZOOMS: [f32; 2] = [0.6, 2.5];

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    #[default]
    System,
    Dark,
    Light,
}

impl ThemeChoice {
    /// As egui has it.
    pub(super) fn preference(self) -> egui::ThemePreference {
        match self {
            Self::System => egui::ThemePreference::System,
            Self::Dark => egui::ThemePreference::Dark,
            Self::Light => egui::ThemePreference::Light,
        }
    }
}

/// Whether panels and marks move to their places, or are there at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Motion {
    #[default]
    Full,
    Reduced,
}

/// Sizes are in points, shares in (0, 1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    pub theme: ThemeChoice,
    /// How large everything is drawn; 1 at first.
    pub zoom: f32,
    /// As a person wants it; as long as nobody has said, as the system wishes.
    pub motion: Option<Motion>,
    #[serde(skip)]
    pub system_motion: Motion,
    /// What is done with variants; comparing puts the side panels away.
    pub mode: WindowMode,
    pub build_panel: bool,
    /// As a person wants it; as long as nobody has said, it is shown where there is room.
    pub inspect_panel: Option<bool>,
    /// Whether the window has room for the inspector beside two columns of views.
    #[serde(skip)]
    pub is_wide: bool,
    pub build_width: f32,
    pub inspect_width: f32,
    /// The loss plot's share of the height of the centre. Shares nobody has set follow the room there is.
    pub loss_share: Option<f32>,
    /// The same where the latent space stands beside it.
    pub wide_loss_share: Option<f32>,
    /// The gallery's share of what is below the loss plot.
    pub gallery_height_share: Option<f32>,
    /// The share of loss and gallery of the width, where the latent space stands beside them.
    pub gallery_width_share: Option<f32>,
    /// While comparing: the share of curves and reconstructions of the width.
    pub comparing_width_share: Option<f32>,
    /// The loss plot's of the height, over the reconstructions.
    pub comparing_loss_share: Option<f32>,
    /// The latent spaces' of the height, over the numbers.
    pub comparing_latent_share: Option<f32>,
    /// While using what was trained: the share of figures and samples of the width.
    pub using_width_share: Option<f32>,
    /// The figures' of the height, over the samples.
    pub using_samples_share: Option<f32>,
    /// The curves' of the height, over the list.
    pub using_curves_share: Option<f32>,
    /// How pictures are saved.
    pub picture: PictureChoice,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            zoom: 1.0,
            motion: None,
            system_motion: Motion::Full,
            mode: WindowMode::Build,
            build_panel: true,
            inspect_panel: None,
            is_wide: false,
            build_width: 300.0,
            inspect_width: 280.0,
            loss_share: None,
            wide_loss_share: None,
            gallery_height_share: None,
            gallery_width_share: None,
            comparing_width_share: None,
            comparing_loss_share: None,
            comparing_latent_share: None,
            using_width_share: None,
            using_samples_share: None,
            using_curves_share: None,
            picture: PictureChoice::default(),
        }
    }
}

impl Preferences {
    pub fn shows_inspect(&self) -> bool {
        self.inspect_panel.unwrap_or(self.is_wide)
    }

    /// To this mode, or back to building.
    pub fn switch(&mut self, mode: WindowMode) {
        self.mode = match self.mode == mode {
            true => WindowMode::Build,
            false => mode,
        };
    }

    /// Whether nothing is to move.
    pub fn is_still(&self) -> bool {
        self.motion.unwrap_or(self.system_motion) == Motion::Reduced
    }

    /// Lets things move again, or not.
    pub fn switch_motion(&mut self) {
        self.motion = Some(match self.is_still() {
            true => Motion::Full,
            false => Motion::Reduced,
        });
    }

    /// Everything larger or smaller by `steps`; as at first for none.
    pub fn zoom_by(&mut self, steps: Option<i8>) {
        self.zoom = steps.map_or(1.0, |steps| zoomed(self.zoom, steps));
    }

    /// Reads them from `folder`; what is missing or out of range is as at first.
    pub fn load(folder: &Path) -> Self {
        std::fs::read_to_string(folder.join(FILE))
            .ok()
            .and_then(|text| serde_json::from_str::<Self>(&text).ok())
            .unwrap_or_default()
            .within_range()
    }

    /// Writes them into `folder`, made if needed.
    ///
    /// # Errors
    /// When the folder or the file cannot be written.
    pub fn save(&self, folder: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(serde_json::to_string_pretty(self)?.as_bytes())?;
        file.persist(folder.join(FILE))?;
        Ok(())
    }

    /// Panels and sizes as at first; what is looked at, and light or dark, stay.
    pub fn reset_layout(&mut self) {
        *self = Self {
            theme: self.theme,
            zoom: self.zoom,
            motion: self.motion,
            system_motion: self.system_motion,
            mode: self.mode,
            is_wide: self.is_wide,
            picture: self.picture.clone(),
            ..Self::default()
        };
    }

    fn within_range(mut self) -> Self {
        self.zoom = zoomed(self.zoom, 0);
        self.picture = self.picture.within_range();
        self.build_width = self.build_width.clamp(220.0, 600.0);
        self.inspect_width = self.inspect_width.clamp(200.0, 600.0);
        for share in [
            &mut self.loss_share,
            &mut self.wide_loss_share,
            &mut self.gallery_height_share,
            &mut self.gallery_width_share,
            &mut self.comparing_width_share,
            &mut self.comparing_loss_share,
            &mut self.comparing_latent_share,
            &mut self.using_width_share,
            &mut self.using_samples_share,
            &mut self.using_curves_share,
        ]
        .into_iter()
        .flatten()
        {
            *share = share.clamp(0.1, 0.9);
        }
        self
    }
}

/// The size `steps` of a tenth from `zoom`, of those at which everything can be read and finds room.
pub fn zoomed(zoom: f32, steps: i8) -> f32 {
    let tenths = (zoom * 10.0).round() + f32::from(steps);
    (tenths / 10.0).clamp(ZOOMS[0], ZOOMS[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn come_back_as_they_were_saved() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let folder = folder.path().join("new").join("folder");
        assert_eq!(Preferences::load(&folder), Preferences::default());
        let preferences = Preferences {
            theme: ThemeChoice::Light,
            zoom: 1.3,
            motion: Some(Motion::Reduced),
            inspect_panel: Some(false),
            build_width: 340.0,
            ..Preferences::default()
        };
        preferences.save(&folder)?;
        assert_eq!(Preferences::load(&folder), preferences);
        Ok(())
    }

    #[test]
    fn a_damaged_or_lying_file_does_no_harm() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join(FILE);
        std::fs::write(&file, "{ not json")?;
        assert_eq!(Preferences::load(folder.path()), Preferences::default());
        std::fs::write(
            &file,
            r#"{"theme":"dark","zoom":40,"build_width":1e9,"loss_share":-3,
                "picture":{"scale":70,"sizes":{"loss":[480,320],"codes":[0,1e9]}}}"#,
        )?;
        let read = Preferences::load(folder.path());
        assert_eq!(read.theme, ThemeChoice::Dark);
        assert_eq!(read.zoom, 2.5);
        assert_eq!((read.build_width, read.loss_share), (600.0, Some(0.1)));
        let sizes = [("loss".to_owned(), [480.0, 320.0])].into();
        assert_eq!((read.picture.scale, read.picture.sizes), (4, sizes));
        Ok(())
    }
}
