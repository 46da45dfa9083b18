/// The host ports on real kernels. Needs `--enable-native-access=io.sriov.natives`.
@org.jspecify.annotations.NullMarked
module io.sriov.natives {
    requires static transitive org.jspecify;
    requires transitive io.sriov.core;

    exports io.sriov.freebsd;
    exports io.sriov.linux;
    exports io.sriov.linux.driver;
    exports io.sriov.linux.vfio;

    provides io.sriov.host.HostPlatform with
            io.sriov.freebsd.FreeBsdHostPlatform,
            io.sriov.linux.LinuxHostPlatform;
}
