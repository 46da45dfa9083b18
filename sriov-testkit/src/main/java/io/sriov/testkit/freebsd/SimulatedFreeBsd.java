package io.sriov.testkit.freebsd;

import io.sriov.testkit.sim.SimulatedKernel;
import io.sriov.testkit.sim.SimulatedMachine;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A FreeBSD system on a simulated machine, as a process sees it: through the C library.
///
/// ```java
/// try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(SimulatedMachine.standard())) {
///     Host host = FreeBsdHost.builder().library(system.library()).records(new MemoryRecordStore()).build();
/// }
/// ```
///
/// Whoever binds the functions of [#library()] calls them as it would the real ones: they take
/// pointers to real structures, check and answer in the kernel's order, and set `errno`.
/// Thread-safe.
public final class SimulatedFreeBsd implements AutoCloseable {
    private final SimulatedKernel kernel;
    private final FreeBsdRelease release;
    private final boolean superuser;
    private final boolean iovGroup;
    private final int securelevel;
    private final List<PortNode> ports;
    private final InterfaceList interfaces;
    private final Arena arena = Arena.ofShared();
    private final SystemCalls calls;
    private final CLibrary library;

    private SimulatedFreeBsd(Builder builder) {
        kernel = new SimulatedKernel(builder.machine);
        release = builder.release;
        superuser = builder.superuser;
        iovGroup = builder.iovGroup;
        securelevel = builder.securelevel;
        ports = List.copyOf(builder.ports);
        interfaces = new InterfaceList(kernel);
        calls = new SystemCalls(this);
        library = new CLibrary(calls, arena);
    }

    /// {@return the newest release on a machine that has just been switched on, used by root}
    ///
    /// @param machine the machine
    public static SimulatedFreeBsd boot(SimulatedMachine machine) {
        return builder(machine).boot();
    }

    /// {@return a builder}
    ///
    /// @param machine the machine
    public static Builder builder(SimulatedMachine machine) {
        return new Builder(machine);
    }

    /// Says what is to be booted. Not thread-safe.
    public static final class Builder {
        private final SimulatedMachine machine;
        private final List<PortNode> ports = new ArrayList<>();
        private FreeBsdRelease release = FreeBsdRelease.FREEBSD_16;
        private boolean superuser = true;
        private boolean iovGroup;
        private int securelevel;

        private Builder(SimulatedMachine machine) {
            this.machine = machine;
        }

        /// Chooses the kernel's interface; the newest unless said.
        ///
        /// @param value the release
        /// @return this
        public Builder release(FreeBsdRelease value) {
            release = value;
            return this;
        }

        /// Makes the caller an ordinary user, who may open neither `/dev/iov/*` nor `/dev/devctl2`
        /// and `/dev/pci` for reading alone.
        ///
        /// @return this
        public Builder ordinaryUser() {
            superuser = false;
            return this;
        }

        /// Makes the caller an ordinary user to whom devfs.rules(5) lets read the nodes below
        /// `/dev/iov`.
        ///
        /// @return this
        public Builder userWhoMayReadIov() {
            superuser = false;
            iovGroup = true;
            return this;
        }

        /// Raises the kernel's security level, see security(7); from 1 on nobody may write
        /// `/dev/pci`.
        ///
        /// @param level the level, -1..3
        /// @return this
        public Builder securelevel(int level) {
            securelevel = level;
            return this;
        }

        /// Names the node of a PF after a port.
        ///
        /// @param node which PF, and after what
        /// @return this
        public Builder portNode(PortNode node) {
            ports.add(node);
            return this;
        }

        /// {@return the system}
        ///
        /// @throws IllegalArgumentException if the parts of the machine do not fit together
        public SimulatedFreeBsd boot() {
            return new SimulatedFreeBsd(this);
        }
    }

    /// {@return the C library's functions, valid until this is closed}
    public SymbolLookup library() {
        return library;
    }

    /// {@return the kernel, to do what programs do elsewhere on the system, and to look into it}
    public SimulatedKernel kernel() {
        return kernel;
    }

    /// Gives a network interface to a jail with a network stack of its own, so that programs
    /// outside do not see it any more.
    ///
    /// @param name the interface's name
    public void giveToJail(String name) {
        interfaces.jail(name);
    }

    /// Takes a network interface back from a jail.
    ///
    /// @param name the interface's name
    public void takeFromJail(String name) {
        interfaces.release(name);
    }

    /// {@return how many file descriptors and lists of interfaces the caller holds}
    public int outstanding() {
        return calls.descriptors().open() + interfaces.outstanding();
    }

    FreeBsdRelease release() {
        return release;
    }

    boolean superuser() {
        return superuser;
    }

    boolean mayOpenIov(boolean write) {
        return superuser || (iovGroup && !write);
    }

    int securelevel() {
        return securelevel;
    }

    List<PortNode> ports() {
        return ports;
    }

    InterfaceList interfaces() {
        return interfaces;
    }

    KernelVariables variables() {
        return new KernelVariables(kernel, release, securelevel, ports);
    }

    /// Ends the system; the functions of [#library()] must not be called any more.
    ///
    /// @throws IllegalStateException if one of them has failed for a reason of its own
    @Override
    public void close() {
        arena.close();
        @Nullable Throwable failure = library.failure();
        if (failure != null) {
            throw new IllegalStateException("a system call went wrong", failure);
        }
    }
}
