//! Figures of tables that were measured elsewhere: principal components exactly, and a table of mixed columns by PyTorch.

#[path = "common/data_folder.rs"]
mod data_folder;

use std::sync::Arc;

use data_folder::data_folder;
use hourglass::data::{
    BuiltIn, ColumnChoice, ColumnType, DataSettings, Prepared, Scaling, Source, TableOptions,
};
use hourglass::eval::Pca;
use hourglass::model::{Activation, Architecture, Code, DeviceId, Layer, Model, Optimiser, build};
use hourglass::training::{
    ColumnMeasured, Job, Measured, Position, Run, Schedule, VariantId, VariantSettings, blueprint,
    measure_test_by_column,
};
