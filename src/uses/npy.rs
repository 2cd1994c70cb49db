//! Arrays of NumPy as files, version 1.0 of the format.

/// What the magic string, the version and the header are together a multiple of.
const ALIGNED: usize = 64;

/// The columns of a matrix as an array of `rows x columns` single-precision numbers in C order.
pub fn npy(columns: &[&[f32]]) -> Vec<u8> {
    let rows = columns.iter().map(|column| column.len()).min().unwrap_or(0);
    let mut header = format!(
        "{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {}), }}",
        columns.len()
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
    for row in 0..rows {
        bytes.extend(columns.iter().flat_map(|column| column[row].to_le_bytes()));
    }
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
