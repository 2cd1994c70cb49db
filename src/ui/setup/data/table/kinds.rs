//! The names of column types.

use crate::data::ColumnType;

pub const ALL: [ColumnType; 7] = [
    ColumnType::Numeric,
    ColumnType::YesNo,
    ColumnType::Category,
    ColumnType::Label,
    ColumnType::Id,
    ColumnType::Date,
    ColumnType::Ignored,
];

pub fn name(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Numeric => "numeric",
        ColumnType::YesNo => "yes/no",
        ColumnType::Category => "category",
        ColumnType::Label => "label",
        ColumnType::Id => "id",
        ColumnType::Date => "date",
        ColumnType::Ignored => "ignored",
    }
}

/// One sentence for the tooltip.
pub fn about(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Numeric => "Numbers, trained on: one number by the chosen loss",
        ColumnType::YesNo => "Two answers, trained on: one probability by cross-entropy",
        ColumnType::Category => {
            "One of several texts, trained on: a probability for each by the cross-entropy of their softmax"
        }
        ColumnType::Label => "The class of a row, for colours and legends: never trained on",
        ColumnType::Id => "Tells rows apart: never trained on",
        ColumnType::Date => "Days or times: never trained on",
        ColumnType::Ignored => "Left out",
    }
}

/// Whether such a column is trained on.
pub fn is_trained(kind: ColumnType) -> bool {
    matches!(
        kind,
        ColumnType::Numeric | ColumnType::YesNo | ColumnType::Category
    )
}
