package com.example.zx;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import java.util.Arrays;
import java.util.List;

/// What can be set of a card: the number that its mailbox has for it, the parameter that
/// configurations have for it, and the range that the card takes.
enum Setting {
    // snippet: schema
    POWER_LIMIT(
            5,
            25,
            75,
            parameter("power-limit", ParameterType.UINT8)
                    .defaultValue(new ParameterValue.Uint(75))
                    .description("How much power the card may draw, in watts, 25 to 75.")),

    ENGINES(
            1,
            1,
            8,
            parameter("engines", ParameterType.UINT8)
                    .defaultValue(new ParameterValue.Uint(1))
                    .description("How many of the card's 32 engines the VF has, 1 to 8.")),
    RATE(
            2,
            0,
            25_000,
            parameter("rate", ParameterType.UINT32)
                    .description("The most that the VF compresses, in MB/s; 0 for no limit.")),
    TRUST(
            3,
            0,
            1,
            parameter("trust", ParameterType.BOOL)
                    .defaultValue(ParameterValue.Bool.FALSE)
                    .description("Let the VF's guest load dictionaries that others use, too.")),
    TENANT(
            4,
            0,
            -1,
            parameter("tenant", ParameterType.UINT64)
                    .description("A number that the card puts into its accounting records."));

    static final PfSchema SCHEMA =
            PfSchema.ofDriver(List.of(POWER_LIMIT.parameter()), parametersOfVf());

    // end

    private final int number;
    private final long least;
    private final long most;
    private final Parameter parameter;

    /// @param most the greatest value, unsigned: -1 is the greatest of all
    Setting(int number, long least, long most, Parameter.Builder parameter) {
        this.number = number;
        this.least = least;
        this.most = most;
        this.parameter = parameter.build();
    }

    private static Parameter.Builder parameter(String name, ParameterType type) {
        return Parameter.builder().name(name).type(type);
    }

    private static List<Parameter> parametersOfVf() {
        return ofVf().stream().map(Setting::parameter).toList();
    }

    /// Those of VFs, in the order of the schema.
    static List<Setting> ofVf() {
        return Arrays.stream(values()).filter(setting -> setting != POWER_LIMIT).toList();
    }

    int number() {
        return number;
    }

    Parameter parameter() {
        return parameter;
    }

    String parameterName() {
        return parameter.name();
    }

    boolean takes(ParameterValue value) {
        long bits = bits(value);
        return Long.compareUnsigned(bits, least) >= 0 && Long.compareUnsigned(bits, most) <= 0;
    }

    String range() {
        return least + " to " + Long.toUnsignedString(most);
    }

    /// A value as the mailbox has it.
    static long bits(ParameterValue value) {
        return switch (value) {
            case ParameterValue.Bool(boolean truth) -> truth ? 1 : 0;
            case ParameterValue.Uint(long bits) -> bits;
            default -> throw new IllegalArgumentException(value + " is not for the mailbox");
        };
    }

    /// What the mailbox has, as a value.
    ParameterValue value(long bits) {
        return this == TRUST ? ParameterValue.Bool.of(bits != 0) : new ParameterValue.Uint(bits);
    }
}
