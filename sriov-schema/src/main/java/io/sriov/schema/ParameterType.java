package io.sriov.schema;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The types that parameters have, with the names that travel in packed schemas.
///
/// Source: `pci_iov_validators` in FreeBSD's `sys/dev/pci/pci_iov_schema.c`. The kernel compares
/// type names exactly, so `unicast-mac` is a type and `mac-addr`, which some manual pages mention,
/// is none.
public enum ParameterType {
    /// True or false.
    BOOL("bool"),
    /// Text without NUL, possibly empty.
    STRING("string"),
    /// A MAC address that is not multicast.
    UNICAST_MAC("unicast-mac"),
    /// A VLAN tag 0..4095, or `trunk`.
    VLAN("vlan"),
    /// An integer 0..2^8-1.
    UINT8("uint8_t"),
    /// An integer 0..2^16-1.
    UINT16("uint16_t"),
    /// An integer 0..2^32-1.
    UINT32("uint32_t"),
    /// An integer 0..2^64-1.
    UINT64("uint64_t");

    private static final Map<String, ParameterType> BY_NAME =
            Arrays.stream(values())
                    .collect(Collectors.toMap(ParameterType::typeName, Function.identity()));

    private final String typeName;

    ParameterType(String typeName) {
        this.typeName = typeName;
    }

    /// {@return the name that stands in schemas: `uint16_t`}
    public String typeName() {
        return typeName;
    }

    /// {@return the type of a name, or empty where this version knows no such type}
    ///
    /// @param typeName the name, exactly as written in a schema
    public static Optional<ParameterType> named(String typeName) {
        return Optional.ofNullable(BY_NAME.get(typeName));
    }

    /// {@return whether this is one of the unsigned integer types}
    public boolean isInteger() {
        return switch (this) {
            case UINT8, UINT16, UINT32, UINT64 -> true;
            case BOOL, STRING, UNICAST_MAC, VLAN -> false;
        };
    }

    /// {@return the greatest number of an integer type, to be read as unsigned}
    ///
    /// @throws IllegalStateException when this is not an integer type
    public long max() {
        return switch (this) {
            case UINT8 -> 0xffL;
            case UINT16 -> 0xffffL;
            case UINT32 -> 0xffff_ffffL;
            case UINT64 -> -1L;
            case BOOL, STRING, UNICAST_MAC, VLAN ->
                    throw new IllegalStateException(typeName + " is not an integer type");
        };
    }

    /// {@return whether a value is of this type and in its range}
    ///
    /// @param value the value
    public boolean accepts(ParameterValue value) {
        return switch (value) {
            case ParameterValue.Bool _ -> this == BOOL;
            case ParameterValue.Text _ -> this == STRING;
            case ParameterValue.Mac mac -> this == UNICAST_MAC && !mac.address().isMulticast();
            case ParameterValue.Vlan _ -> this == VLAN;
            case ParameterValue.Uint number ->
                    isInteger() && Long.compareUnsigned(number.bits(), max()) <= 0;
        };
    }

    /// {@return the name that stands in schemas}
    @Override
    public String toString() {
        return typeName;
    }
}
