package io.sriov.linux.nvme;

import java.util.Arrays;
import java.util.Optional;

/// Why a controller does not do a command: the status codes of NVM Express Base Specification 2.0
/// that one can do something about, and Linux's `include/linux/nvme.h`. The value holds the *Status
/// Code Type* in bits 10:8 and the *Status Code* in bits 7:0.
public enum NvmeStatus {
    INVALID_OPCODE(0x001, "Invalid Command Opcode"),
    INVALID_FIELD(0x002, "Invalid Field in Command"),
    INVALID_CONTROLLER_IDENTIFIER(0x11f, "Invalid Controller Identifier"),
    INVALID_SECONDARY_STATE(0x120, "Invalid Secondary Controller State"),
    INVALID_NUMBER_OF_RESOURCES(0x121, "Invalid Number of Controller Resources"),
    INVALID_RESOURCE_IDENTIFIER(0x122, "Invalid Resource Identifier");

    /// What remains of a status without *Do Not Retry*, *More* and *Command Retry Delay*.
    private static final int TYPE_AND_CODE = 0x7ff;

    private final int value;
    private final String text;

    NvmeStatus(int value, String text) {
        this.value = value;
        this.text = text;
    }

    /// {@return the status of a number; empty where it has no name here}
    ///
    /// @param number as ioctl(2) gives it
    static Optional<NvmeStatus> of(int number) {
        return Arrays.stream(values())
                .filter(status -> status.value == (number & TYPE_AND_CODE))
                .findFirst();
    }

    /// {@return a status in words: `Invalid Command Opcode (NVMe status 0h/01h)`}
    ///
    /// @param number as ioctl(2) gives it
    static String text(int number) {
        String numbers = "NVMe status %Xh/%02Xh".formatted(number >> 8 & 0x7, number & 0xff);
        return of(number).map(status -> status.text + " (" + numbers + ")").orElse(numbers);
    }
}
