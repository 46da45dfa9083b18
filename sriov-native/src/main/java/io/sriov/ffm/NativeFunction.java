package io.sriov.ffm;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A C function that tells its errors by `errno`, linked when it is first called. Thread-safe.
final class NativeFunction {
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final SymbolLookup library;
    private final String name;
    private final FunctionDescriptor signature;
    private final Linker.Option[] options;
    private volatile @Nullable MethodHandle linked;

    NativeFunction(
            SymbolLookup library,
            String name,
            FunctionDescriptor signature,
            Linker.Option... options) {
        this.library = library;
        this.name = name;
        this.signature = signature;
        this.options = Arrays.copyOf(options, options.length + 1);
        this.options[options.length] = Linker.Option.captureCallState("errno");
    }

    /// {@return the function's handle; its first argument takes what [#errno(Arena)] gives}
    ///
    /// @throws HostException when the library has no such function, or Java does not permit native
    ///   access
    MethodHandle handle() {
        MethodHandle handle = linked;
        if (handle == null) {
            handle = link();
            linked = handle;
        }
        return handle;
    }

    private MethodHandle link() {
        MemorySegment address =
                library.find(name)
                        .orElseThrow(() ->
                                refusal(
                                        Errno.EOPNOTSUPP,
                                        "the C library has no function '" + name + "'",
                                        "use a system that has it",
                                        null));
        try {
            return Linker.nativeLinker().downcallHandle(address, signature, options);
        } catch (IllegalCallerException e) {
            Module module = NativeFunction.class.getModule();
            throw refusal(
                    Errno.EPERM,
                    "Java does not permit native access",
                    "start it with --enable-native-access="
                            + (module.isNamed() ? module.getName() : "ALL-UNNAMED"),
                    e);
        }
    }

    private static HostException refusal(
            Errno errno, String detail, String remedy, @Nullable Throwable cause) {
        return new HostException(
                HostException.Operation.OPEN_HOST, "this machine", errno, detail, remedy, cause);
    }

    /// {@return room for the errno of a call}
    ///
    /// @param arena the call's arena
    static MemorySegment errno(Arena arena) {
        return arena.allocate(CALL_STATE);
    }

    /// {@return the errno of a call that has failed}
    ///
    /// @param state the call's room
    static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    /// {@return what to throw for what came out of a call; no C function throws}
    ///
    /// @param e what came out
    static RuntimeException unexpected(Throwable e) {
        return switch (e) {
            case RuntimeException runtime -> runtime;
            case Error error -> throw error;
            default -> new IllegalStateException(e);
        };
    }
}
