//! The training device: the person's choice, the devices that exist, and where models are.

mod remembered;
#[cfg(test)]
mod tests;

pub(super) use remembered::DeviceFile;

use super::{App, News, Offer, RunStatus};
use crate::model::{DeviceChoice, DeviceId, DeviceInfo, usable_of};
use crate::settings::words::capital;
use crate::training::{Choice, Command, VariantId};

/// The choice of a device and what there is.
#[derive(Debug, Clone, Default)]
pub struct Devices {
    /// What to train on.
    pub choice: DeviceChoice,
    /// What there is, once the worker has looked.
    pub found: Option<&'static [DeviceInfo]>,
    /// A choice that was told to be of no use, so that it is told once; and in which words.
    reported: Option<(DeviceChoice, String)>,
}

impl App {
    /// What to train on.
    pub fn device(&self) -> DeviceChoice {
        self.devices.choice
    }

    /// What there is to train on; `None` until the worker has looked.
    pub fn devices(&self) -> Option<&'static [DeviceInfo]> {
        self.devices.found
    }

    /// Where the variant's model is, and why where that was measured or is not what was asked for; `None` before it is
    /// loaded.
    pub fn device_of(&self, variant: VariantId) -> Option<(DeviceId, Option<&str>)> {
        let placed = self.runs.get(&variant)?.placed.as_ref()?;
        Some((placed.device, placed.reason.as_deref()))
    }

    /// Begins with what was given for this start, or with what is remembered. Reads a small file: for the time before
    /// there is a frame to hold up.
    pub(super) fn begin_on_device(&mut self, given: Option<DeviceChoice>) {
        let remembered = || self.device_file.as_ref().map(DeviceFile::read);
        self.devices.choice = given.or_else(remembered).unwrap_or_default();
        self.runs.link.send(Command::Device(self.devices.choice));
    }

    pub(super) fn choose_device(&mut self, choice: DeviceChoice) {
        if self.devices.choice != choice {
            self.devices.choice = choice;
            self.runs.link.send(Command::Device(choice));
            if let Some((_, text)) = self.devices.reported.take() {
                self.withdraw(|message| message.text == text);
            }
            self.tell_unusable_device();
        }
        // Also one that was given for this start alone: now it is a person's choice.
        self.remember_choice(choice);
    }

    /// `Err` with one sentence when there is no such device to train on.
    pub(super) fn can_choose_device(&self, choice: DeviceChoice) -> Result<(), String> {
        match (choice, self.devices.found) {
            (DeviceChoice::Auto, _) | (_, None) => Ok(()),
            (DeviceChoice::This(id), Some(found)) => usable_of(found, id)
                .map(|_| ())
                .map_err(|why| capital(&why)),
        }
    }

    pub(super) fn take_devices(&mut self, found: &'static [DeviceInfo]) {
        self.devices.found = Some(found);
        self.tell_unusable_device();
    }

    /// Says once why a choice that was made before the devices were known is of no use.
    fn tell_unusable_device(&mut self) {
        let choice = self.devices.choice;
        if self
            .devices
            .reported
            .as_ref()
            .is_some_and(|reported| reported.0 == choice)
        {
            return;
        }
        if let Err(why) = self.can_choose_device(choice) {
            self.devices.reported = Some((choice, why.clone()));
            self.warn(why, "The CPU is used until another device is chosen");
        }
    }

    /// Another project comes: what was said of this machine's devices stays.
    pub(super) fn forget_messages_of_project(&mut self) {
        let reported = self.devices.reported.as_ref().map(|(_, text)| text.clone());
        self.withdraw(|message| Some(&message.text) != reported.as_ref());
    }

    pub(super) fn take_place(
        &mut self,
        variant: VariantId,
        device: DeviceId,
        reason: Option<String>,
    ) {
        let run: &mut RunStatus = self.runs.entry(variant).or_default();
        let place = Choice { device, reason };
        run.placed = Some(place.clone());
        self.tell(|| News::Placed { variant, place });
    }

    /// Whether the variant's model is on a GPU, or was to be built on one.
    pub fn is_on_gpu(&self, variant: VariantId) -> bool {
        match self.device_of(variant) {
            Some((device, _)) => device != DeviceId::Cpu,
            None => matches!(self.devices.choice, DeviceChoice::This(DeviceId::Cuda(_))),
        }
    }

    /// Trains a variant whose run has failed on, from its last good weights, with the CPU for all from now on.
    pub(super) fn go_on_with_cpu(&mut self, variant: VariantId) {
        self.withdraw(|message| message.offers.contains(&Offer::Cpu(variant)));
        self.choose_device(DeviceChoice::This(DeviceId::Cpu));
        self.train(variant);
    }
}
