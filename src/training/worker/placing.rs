//! Places models on devices: follows the person's choice and moves models.

use super::engine::Engine;
use super::entry::Goal;
use crate::model::{DeviceChoice, DeviceId, usable_of};
use crate::training::{Choice, Event, Job, Run, VariantId, guarded};

impl Engine {
    /// Says what there is to choose from.
    pub(super) fn report_devices(&mut self) {
        self.views.devices.put(self.factory.devices());
        self.event_sender.announce();
    }

    /// Runs that are loaded go on where it says.
    pub(super) fn choose_device(&mut self, choice: DeviceChoice) {
        self.device = choice;
        let variants: Vec<VariantId> = self.runs.keys().copied().collect();
        for variant in variants {
            if let Some(entry) = self.runs.get_mut(&variant) {
                entry.tried = false;
            }
            match choice {
                DeviceChoice::This(_) => {
                    let choice = self.first_place();
                    self.place(variant, choice);
                }
                DeviceChoice::Auto => self.place_in_training(variant),
            }
        }
    }

    /// Where a run is put when it is loaded: finding out which device is fastest waits until it is trained.
    fn first_place(&self) -> Choice {
        let on = |device, reason| Choice { device, reason };
        match self.device {
            DeviceChoice::Auto => on(DeviceId::Cpu, None),
            DeviceChoice::This(id) => match usable_of(self.factory.devices(), id) {
                Ok(device) => on(device.id, None),
                Err(problem) => on(DeviceId::Cpu, Some(problem)),
            },
        }
    }

    /// Builds the run of `job` where it belongs.
    pub(super) fn build_run(&self, job: Job) -> Result<(Run, Choice), String> {
        let choice = self.first_place();
        let run = guarded(|| Run::on(job, &*self.factory, choice.device))?;
        Ok((run, choice))
    }

    /// Puts a run that is in training on the device that was found to be the fastest for it, trying them if that was not
    /// done yet.
    pub(super) fn place_in_training(&mut self, variant: VariantId) {
        let Some(entry) = self.runs.get(&variant) else {
            return;
        };
        if self.device != DeviceChoice::Auto || entry.goal == Goal::Rest || entry.tried {
            return;
        }
        self.end_step(variant);
        let Some(entry) = self.runs.get_mut(&variant) else {
            return;
        };
        entry.tried = true;
        // Trying takes a moment; what was reported so far should not wait for it.
        self.event_sender.flush();
        let choice = entry.run.fastest(&*self.factory);
        self.place(variant, choice);
    }

    /// Moves a run to the device of `choice`, unless it is there. One that cannot move stays.
    fn place(&mut self, variant: VariantId, choice: Choice) {
        self.end_step(variant);
        let Some(entry) = self.runs.get_mut(&variant) else {
            return;
        };
        if entry.device != choice.device {
            let moved = guarded(|| {
                let model = self.factory.build(&entry.run.blueprint(), choice.device)?;
                entry.run.move_to(model)
            });
            if let Err(problem) = moved {
                let message = format!("The model stays on {}: {problem}", entry.device);
                let advice = "Choose another device, or a smaller batch";
                self.warn(variant, message, advice);
                return;
            }
            entry.device = choice.device;
        }
        self.report_device(variant, choice);
    }

    pub(super) fn report_device(&mut self, variant: VariantId, choice: Choice) {
        let Choice { device, reason } = choice;
        match &reason {
            Some(reason) => log::info!("a model is on {device}: {reason}"),
            None => log::info!("a model is on {device}"),
        }
        self.event_sender.send(Event::Device {
            variant,
            device,
            reason,
        });
    }
}
