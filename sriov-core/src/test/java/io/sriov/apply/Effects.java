package io.sriov.apply;

/// Which calls of a port change the device.
final class Effects {
    private Effects() {}

    static boolean touchesDevice(String call) {
        return call.startsWith("configure ")
                || call.startsWith("delete ")
                || call.startsWith("attach ")
                || call.startsWith("detach ");
    }
}
