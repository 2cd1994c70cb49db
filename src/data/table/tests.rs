//! Whole tables, read as text.

use super::*;
