/// The host ports on real kernels.
@org.jspecify.annotations.NullMarked
module io.sriov.natives {
    requires static transitive org.jspecify;
    requires transitive io.sriov.core;
}
