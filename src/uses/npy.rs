//! Arrays of NumPy as files, version 1.0 of the format.

/// What the magic string, the version and the header are together a multiple of.
const ALIGNED: usize = 64;

/// The columns of a matrix as an array of `rows x columns` single-precision numbers in C order.
pub fn npy(columns: &[&[f32]]) -> Vec<u8> {
    let rows = columns.iter().map(|column| column.len()).min().unwrap_or(0);
    let numbers = (0..rows).flat_map(|row| columns.iter().map(move |column| column[row]));
    npy_of(&[rows, columns.len()], numbers)
}

/// An array of single-precision numbers in C order, `lengths` along its dimensions, of which there are several.
pub fn npy_of(lengths: &[usize], numbers: impl IntoIterator<Item = f32>) -> Vec<u8> {
    let lengths: Vec<String> = lengths.iter().map(ToString::to_string).collect();
    let mut header = format!(
        "{{'descr': '<f4', 'fortran_order': False, 'shape': ({}), }}",
        lengths.join(", ")
    );
    // 6 bytes of magic string, 2 of version and 2 of length stand before it, a line end closes it.
    let length = (10 + header.len() + 1).next_multiple_of(ALIGNED) - 10;
    while header.len() + 1 < length {
        header.push(' ');
    }
    header.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((length as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(numbers.into_iter().flat_map(f32::to_le_bytes));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_are_those_that_numpy_writes() {
        // np.save of np.array([[1, 3], [2, 4]], dtype=np.float32).
        let mut expected = b"\x93NUMPY\x01\x00v\x00".to_vec();
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }";
        expected.extend(format!("{header:<117}\n").as_bytes());
        expected.extend([1.0f32, 3.0, 2.0, 4.0].map(f32::to_le_bytes).concat());
        assert_eq!(npy(&[&[1.0, 2.0], &[3.0, 4.0]]), expected);
    }
}
