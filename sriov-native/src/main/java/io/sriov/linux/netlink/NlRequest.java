package io.sriov.linux.netlink;

/// A request to the kernel. Thread-safe.
sealed interface NlRequest permits LinkRequest, GenericRequest {
    /// {@return the message, a fresh array}
    byte[] message();

    /// {@return its number, which the answer repeats}
    int sequence();

    /// {@return the name of the attribute at a place, for people}
    ///
    /// @param offset the place, in bytes from the beginning of the message
    String attributeAt(long offset);
}
