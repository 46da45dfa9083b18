package io.sriov.testkit.sim;

import io.sriov.schema.nvlist.NvType;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import java.util.Optional;
import java.util.function.Predicate;

/// How a kernel checks values of one type: a `struct config_type_validator` of FreeBSD's
/// `sys/dev/pci/pci_iov_schema.c`. Immutable.
///
/// @param form what the value must be in an nvlist
/// @param range which of those are values of the type
record KernelType(Class<? extends NvValue> form, Predicate<NvValue> range) {
    /// A type that takes every value of a form.
    ///
    /// @throws IllegalArgumentException if no packed nvlist can hold such values: descriptors
    static KernelType of(NvType form) {
        return new KernelType(
                switch (form) {
                    case NULL -> NvValue.Null.class;
                    case BOOL -> NvValue.Bool.class;
                    case NUMBER -> NvValue.Uint64.class;
                    case STRING -> NvValue.Text.class;
                    case NVLIST -> Nvlist.class;
                    case BINARY -> NvValue.Binary.class;
                    case BOOL_ARRAY -> NvValue.BoolArray.class;
                    case NUMBER_ARRAY -> NvValue.NumberArray.class;
                    case STRING_ARRAY -> NvValue.TextArray.class;
                    case NVLIST_ARRAY -> NvValue.NvlistArray.class;
                    case DESCRIPTOR, DESCRIPTOR_ARRAY ->
                            throw new IllegalArgumentException(
                                    form.text() + " values cannot be packed: use another form");
                },
                _ -> true);
    }

    /// A type of numbers from 0 on.
    ///
    /// @param limit the greatest, unsigned
    static KernelType upTo(long limit) {
        return new KernelType(
                NvValue.Uint64.class,
                value ->
                        value instanceof NvValue.Uint64(long number)
                                && Long.compareUnsigned(number, limit) <= 0);
    }

    /// The value of this type under a name; what stands there of another form or out of range is
    /// none.
    Optional<NvValue> valueIn(Nvlist list, String name) {
        return list.value(name, form).<NvValue>map(value -> value).filter(range);
    }
}
