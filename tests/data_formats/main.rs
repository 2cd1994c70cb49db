//! Every file of the folder `formats` becomes what its README says.

#[path = "../common/data_folder.rs"]
mod data_folder;

mod arrays;
mod pictures;
mod series;
mod texts;
