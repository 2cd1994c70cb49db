//! The types that numbers have in files of arrays, in either order of bytes.

use half::f16;

/// How the numbers of an array are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberType {
    pub form: Form,
    /// Bytes of one.
    pub size: usize,
    /// The most significant byte comes first.
    pub is_big_endian: bool,
}

/// What the bits of a number mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Bool,
    Signed,
    Unsigned,
    Float,
}

impl NumberType {
    /// Plain bytes from 0 to 255.
    #[cfg(test)]
    pub const BYTE: Self = Self {
        form: Form::Unsigned,
        size: 1,
        is_big_endian: false,
    };

    /// A number of `form` in `size` bytes, if there is such a type.
    pub fn new(form: Form, size: usize, is_big_endian: bool) -> Option<Self> {
        let is_known = match form {
            Form::Bool => size == 1,
            Form::Signed | Form::Unsigned => matches!(size, 1 | 2 | 4 | 8),
            Form::Float => matches!(size, 2 | 4 | 8),
        };
        is_known.then_some(Self {
            form,
            size,
            is_big_endian,
        })
    }

    /// Whether the numbers are bytes as pixels have them.
    pub fn is_byte(self) -> bool {
        self.form == Form::Unsigned && self.size == 1
    }

    /// Calls `visit` with each number of `bytes` in turn; bytes of half a number at the end are left.
    pub fn each(self, bytes: &[u8], visit: impl FnMut(f64)) {
        // A loop of its own for each type, without a question in it.
        macro_rules! of {
            ($type:ty, $as_f64:expr) => {{
                let numbers = bytes.as_chunks::<{ size_of::<$type>() }>().0.iter();
                match self.is_big_endian {
                    true => numbers
                        .map(|b| $as_f64(<$type>::from_be_bytes(*b)))
                        .for_each(visit),
                    false => numbers
                        .map(|b| $as_f64(<$type>::from_le_bytes(*b)))
                        .for_each(visit),
                }
            }};
        }
        match (self.form, self.size) {
            (Form::Bool, _) => bytes.iter().map(|&b| f64::from(b != 0)).for_each(visit),
            (Form::Unsigned, 1) => of!(u8, f64::from),
            (Form::Unsigned, 2) => of!(u16, f64::from),
            (Form::Unsigned, 4) => of!(u32, f64::from),
            (Form::Unsigned, _) => of!(u64, |n| n as f64),
            (Form::Signed, 1) => of!(i8, f64::from),
            (Form::Signed, 2) => of!(i16, f64::from),
            (Form::Signed, 4) => of!(i32, f64::from),
            (Form::Signed, _) => of!(i64, |n| n as f64),
            (Form::Float, 2) => of!(f16, f64::from),
            (Form::Float, 4) => of!(f32, f64::from),
            (Form::Float, _) => of!(f64, |n| n),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: Form, is_big_endian: bool, bytes: &[u8], size: usize) -> Vec<f64> {
        let mut found = Vec::new();
        let number = NumberType::new(form, size, is_big_endian).expect("a type");
        number.each(bytes, |value| found.push(value));
        found
    }

    #[test]
    fn every_type_is_read_in_both_orders() {
        assert_eq!(read(Form::Bool, false, &[0, 1, 7], 1), [0.0, 1.0, 1.0]);
        assert_eq!(read(Form::Unsigned, false, &[0, 200], 1), [0.0, 200.0]);
        assert_eq!(read(Form::Signed, true, &[255, 128], 1), [-1.0, -128.0]);
        for is_big in [false, true] {
            let turned = |bytes: &[u8]| match is_big {
                true => bytes.iter().rev().copied().collect(),
                false => bytes.to_vec(),
            };
            let one = |form, bytes: &[u8]| read(form, is_big, &turned(bytes), bytes.len())[0];
            assert_eq!(one(Form::Unsigned, &1_000u16.to_le_bytes()), 1_000.0);
            assert_eq!(
                one(Form::Unsigned, &u32::MAX.to_le_bytes()),
                4_294_967_295.0
            );
            assert_eq!(
                one(Form::Unsigned, &(1u64 << 63).to_le_bytes()),
                2f64.powi(63)
            );
            assert_eq!(one(Form::Signed, &(-2i16).to_le_bytes()), -2.0);
            assert_eq!(one(Form::Signed, &(-70_000i32).to_le_bytes()), -70_000.0);
            assert_eq!(one(Form::Signed, &(-5_000_000_000i64).to_le_bytes()), -5e9);
            // 0x3555 is the half-precision number nearest to a third.
            assert_eq!(one(Form::Float, &[0x55, 0x35]), 0.333_251_953_125);
            assert_eq!(one(Form::Float, &0.25f32.to_le_bytes()), 0.25);
            assert_eq!(one(Form::Float, &0.1f64.to_le_bytes()), 0.1);
        }
        // Half a number at the end.
        assert_eq!(read(Form::Signed, false, &[1, 0, 9], 2), [1.0]);
    }

    #[test]
    fn types_that_nothing_has_are_none() {
        assert_eq!(NumberType::new(Form::Bool, 2, false), None);
        assert_eq!(NumberType::new(Form::Signed, 3, false), None);
        assert_eq!(NumberType::new(Form::Float, 1, true), None);
        assert_eq!(NumberType::new(Form::Float, 16, true), None);
    }
}
