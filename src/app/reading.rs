//! What a project is opened for, and what is found there.

use crate::project::{InUse, Opened, User};

/// What a project is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To work on it, after a question where others do.
    Ask,
    /// To work on it, whoever else does.
    Work,
    /// To look at it while others work on it.
    Look,
    /// To make a copy of it.
    Copy,
    /// To work on it in place of others.
    TakeOver,
}

/// What was read, and who is there.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) opened: Result<Box<Opened>, String>,
    /// Who works on it, where that is a question.
    pub(super) users: Vec<User>,
    /// The claim of who takes it over, with those who did not answer.
    pub(super) claim: Option<(InUse, Vec<User>)>,
}
