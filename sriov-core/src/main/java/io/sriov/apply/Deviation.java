package io.sriov.apply;

/// Something that reads back otherwise than it should.
///
/// @param subject the PF's device name, or a VF of it: `ix0 VF-3`
/// @param expected what should be
/// @param found what is
public record Deviation(String subject, String expected, String found) {

    /// {@return `ix0 VF-3: present expected, absent found`}
    @Override
    public String toString() {
        return subject + ": " + expected + " expected, " + found + " found";
    }
}
