package io.sriov.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parameters of one kind of device: the PF's, or those that every VF of it has. Immutable and
/// thread-safe.
public final class DeviceSchema {
    private final List<Parameter> iov;
    private final List<Parameter> driver;
    private final List<Parameter> all;
    private final Map<String, Integer> slots;

    private DeviceSchema(List<Parameter> iov, List<Parameter> driver) {
        this.iov = List.copyOf(iov);
        this.driver = List.copyOf(driver);
        var both = new ArrayList<>(this.iov);
        both.addAll(this.driver);
        this.all = List.copyOf(both);
        this.slots = HashMap.newHashMap(all.size());
        for (int slot = 0; slot < all.size(); slot++) {
            String name = all.get(slot).name();
            if (slots.putIfAbsent(ParameterName.fold(name), slot) != null) {
                throw new IllegalArgumentException("two parameters named '" + name + "'");
            }
        }
    }

    /// {@return the schema of these parameters}
    ///
    /// @param iov the infrastructure's, in packed order
    /// @param driver the driver's, in packed order
    /// @throws IllegalArgumentException when two have the same name, ignoring case
    public static DeviceSchema of(List<Parameter> iov, List<Parameter> driver) {
        return new DeviceSchema(iov, driver);
    }

    /// {@return the parameters of one subsystem, in packed order}
    ///
    /// @param subsystem whose
    public List<Parameter> parameters(Subsystem subsystem) {
        return switch (subsystem) {
            case IOV -> iov;
            case DRIVER -> driver;
        };
    }

    /// {@return all parameters, the infrastructure's first; a parameter's index here is its *slot*}
    public List<Parameter> parameters() {
        return all;
    }

    /// {@return the slot of the parameter with this name, ignoring case, or -1 where there is none}
    ///
    /// @param name the name in any spelling
    public int slot(String name) {
        Integer slot = slots.get(name);
        if (slot == null) {
            slot = slots.get(ParameterName.fold(name));
        }
        return slot == null ? -1 : slot;
    }

    /// {@return the parameter with this name, ignoring case}
    ///
    /// @param name the name in any spelling
    public Optional<Parameter> find(String name) {
        int slot = slot(name);
        return slot < 0 ? Optional.empty() : Optional.of(all.get(slot));
    }

    /// {@return whose parameter stands in a slot}
    ///
    /// @param slot an index into [#parameters()]
    public Subsystem subsystem(int slot) {
        Objects.checkIndex(slot, all.size());
        return slot < iov.size() ? Subsystem.IOV : Subsystem.DRIVER;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeviceSchema that
                && iov.equals(that.iov)
                && driver.equals(that.driver);
    }

    @Override
    public int hashCode() {
        return Objects.hash(iov, driver);
    }

    @Override
    public String toString() {
        return "IOV" + iov + " DRIVER" + driver;
    }
}
