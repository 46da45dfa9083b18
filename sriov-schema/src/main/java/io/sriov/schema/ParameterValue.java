package io.sriov.schema;

/// The value of a parameter: typed, in range of its kind, immutable.
///
/// Which values a parameter takes is said by its [ParameterType]; see
/// [ParameterType#accepts(ParameterValue)].
public sealed interface ParameterValue {

    /// {@return the value as iovctl(8) prints it: `true`, `3`, `02:56:48:7e:d9:f7`, `trunk`, or the
    /// string itself}
    String text();

    /// A value of type `bool`.
    ///
    /// @param value the truth value
    record Bool(boolean value) implements ParameterValue {
        /// The value `true`.
        public static final Bool TRUE = new Bool(true);

        /// The value `false`.
        public static final Bool FALSE = new Bool(false);

        /// {@return the shared value for a truth value}
        ///
        /// @param value the truth value
        public static Bool of(boolean value) {
            return value ? TRUE : FALSE;
        }

        @Override
        public String text() {
            return Boolean.toString(value);
        }
    }

    /// A value of type `string`: any text without NUL, possibly empty.
    ///
    /// @param value the text
    record Text(String value) implements ParameterValue {
        public Text {
            if (value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("a string parameter cannot hold NUL");
            }
        }

        @Override
        public String text() {
            return value;
        }
    }

    /// A value of one of the types `uint8_t` to `uint64_t`.
    ///
    /// @param bits the number, read as unsigned
    record Uint(long bits) implements ParameterValue {
        @Override
        public String text() {
            return Long.toUnsignedString(bits);
        }
    }

    /// A value of type `unicast-mac`.
    ///
    /// @param address the address; all-zero is allowed
    record Mac(MacAddress address) implements ParameterValue {
        @Override
        public String text() {
            return address.toString();
        }
    }

    /// A value of type `vlan`.
    ///
    /// @param id the VLAN, or trunk
    record Vlan(VlanId id) implements ParameterValue {
        @Override
        public String text() {
            return id.toString();
        }
    }
}
