package io.sriov.freebsd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// `/dev/devctl2`: attaching and detaching drivers, as devctl(8) does.
final class DevctlNode {
    private static final String PATH = "/dev/devctl2";

    private final SystemCalls calls;

    DevctlNode(SystemCalls calls) {
        this.calls = calls;
    }

    /// Attaches a driver that takes the function.
    ///
    /// @throws KernelErrorException with EBUSY where one is attached, ENXIO where none takes it,
    ///   ENOENT where there is no such function, EPERM where the caller is not privileged
    void attach(PciSelector function) throws KernelErrorException {
        request(DevReq.ATTACH, function);
    }

    /// Detaches the function's driver.
    ///
    /// @throws KernelErrorException with ENXIO where none is attached, EBUSY where it does not let
    ///   go, ENOENT where there is no such function, EPERM where the caller is not privileged
    void detach(PciSelector function) throws KernelErrorException {
        request(DevReq.DETACH, function);
    }

    private void request(long request, PciSelector function) throws KernelErrorException {
        byte[] name = function.toString().getBytes(StandardCharsets.US_ASCII);
        try (Arena arena = Arena.ofConfined();
                DeviceNode node = DeviceNode.openForReading(calls.files(), PATH)) {
            MemorySegment argument = arena.allocate(DevReq.LAYOUT);
            MemorySegment.copy(name, 0, argument, JAVA_BYTE, 0, name.length);
            node.ioctl(request, argument);
        }
    }
}
