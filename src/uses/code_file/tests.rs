//! Files of codes: what comes back, and what is refused.

use super::*;

const DECODER: Fingerprint = [7; 32];

/// 500 training codes of two numbers, and 300 others of which some lie beyond them.
fn codes() -> [Vec<f32>; 2] {
    let wave = |count: usize, size: f32| {
        let numbers = (0..count).flat_map(move |i| {
            let angle = i as f32 * 0.37;
            [size * angle.sin(), size * (angle * 1.3).cos().powi(3)]
        });
        numbers.collect()
    };
    [wave(500, 2.0), wave(300, 2.1)]
}

fn coded(bits: usize) -> (Quantised, Vec<u8>) {
    let [train, codes] = codes();
    Quantised::coded(&train, &codes, [2, bits], &DECODER).unwrap()
}

/// The sum made right, as somebody would who means harm.
fn summed(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() - CHECK);
    let check = blake3::hash(&bytes);
    bytes.extend(&check.as_bytes()[..CHECK]);
    bytes
}

fn refused(bytes: &[u8]) -> String {
    Quantised::read(bytes, &DECODER, 2).unwrap_err()
}

const DAMAGED: &str = "the file of codes is damaged or cut short";

#[test]
fn what_is_written_is_read_and_costs_about_its_entropy() {
    for bits in [1, 4, 8] {
        let (quantised, bytes) = coded(bits);
        assert_eq!(Quantised::read(&bytes, &DECODER, 2).unwrap(), quantised);
        assert_eq!(quantised.symbols.len(), 600);
        assert!(bytes.len() < 61 + 2 * (8 + 3 * (1 << bits)) + 600 * bits / 8 + 8);
    }
    // A number that never changes costs next to nothing: 96 codes of 8 such numbers in one word.
    let still = vec![0.5; 96 * 8];
    let (quantised, bytes) = Quantised::coded(&still, &still, [8, 4], &DECODER).unwrap();
    assert_eq!(quantised.codes(), still);
    let header = MARK.len() + 32 + 1 + 4 + 8 + 8 * (8 + 15 + 3);
    assert!(
        (header + 4..header + 17).contains(&(bytes.len())),
        "{}",
        bytes.len()
    );
}

#[test]
fn every_damage_is_seen() {
    let (_, bytes) = coded(3);
    for length in 0..bytes.len() {
        Quantised::read(&bytes[..length], &DECODER, 2).unwrap_err();
    }
    for place in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[place] ^= 1;
        Quantised::read(&damaged, &DECODER, 2).unwrap_err();
    }
    assert_eq!(
        refused(b"P5 28 28"),
        "this is no file of codes that this program wrote"
    );
    assert_eq!(refused(MARK), DAMAGED);
    let other = Quantised::read(&bytes, &[8; 32], 2).unwrap_err();
    assert_eq!(other, "the codes were made by other weights");
    assert_eq!(Quantised::read(&bytes, &DECODER, 3).unwrap_err(), DAMAGED);
}

#[test]
fn a_file_that_means_harm_is_refused() {
    let (_, bytes) = coded(3);
    let with = |place: usize, new: &[u8]| {
        let mut bytes = bytes.clone();
        bytes[place..place + new.len()].copy_from_slice(new);
        summed(bytes)
    };
    let (bits, width, count, scales) = (40, 41, 45, 53);
    assert!(Quantised::read(&with(bits, &[3]), &DECODER, 2).is_ok());
    for (place, new) in [
        (bits, &[0][..]),
        (bits, &[200]),
        (width, &u32::MAX.to_le_bytes()),
        (count, &u64::MAX.to_le_bytes()),
        (count, &1_000_000u64.to_le_bytes()),
        (scales, &f32::NAN.to_le_bytes()),
        (scales + 4, &(-1f32).to_le_bytes()),
        // Frequencies that are none, of another sum, or cut short.
        (scales + 16, &[0x80, 0x80, 0x80]),
        (scales + 16, &[0]),
        (scales + 16, &[1, 1, 1, 1, 1, 1, 1, 1]),
    ] {
        assert_eq!(refused(&with(place, new)), DAMAGED, "{place} {new:?}");
    }
    // Whatever the words are, they end in symbols or in a sentence.
    for word in 0..50u32 {
        let end = bytes.len() - CHECK - 8;
        let _ = Quantised::read(&with(end, &(word * 85_899_345).to_le_bytes()), &DECODER, 2);
    }
}

#[test]
fn codes_that_are_no_numbers_are_not_written() {
    let bad = [0.0, f32::NAN];
    assert!(Quantised::coded(&[0.0, 1.0], &bad, [2, 4], &DECODER).is_none());
    assert!(Quantised::coded(&bad, &[0.0, 1.0], [2, 4], &DECODER).is_none());
}
