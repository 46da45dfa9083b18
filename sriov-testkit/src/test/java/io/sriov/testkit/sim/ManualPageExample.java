package io.sriov.testkit.sim;

import static io.sriov.testkit.sim.RawSchema.defaulted;
import static io.sriov.testkit.sim.RawSchema.optional;

import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;

/// The example of iovctl.conf(5), list by list as iovctl(8) packs it: three VFs of ix0, all but the
/// first passed through by `DEFAULT`.
final class ManualPageExample {
    /// What the ix driver registers for a VF; for the PF it registers nothing.
    static final Nvlist VF_SCHEMA =
            Packed.list(list ->
                    list.addNvlist("mac-addr", optional("unicast-mac"))
                            .addNvlist("mac-anti-spoof", defaulted("bool", NvValue.Bool.TRUE))
                            .addNvlist("allow-set-mac", defaulted("bool", NvValue.Bool.FALSE))
                            .addNvlist("allow-promisc", defaulted("bool", NvValue.Bool.FALSE))
                            .addNvlist("vlan", defaulted("vlan", new NvValue.Uint64(4096))));

    static final byte[] MAC = {0x02, 0x56, 0x48, 0x7e, (byte) 0xd9, (byte) 0xf7};

    private ManualPageExample() {}

    static byte[] config() {
        return new Packed()
                .pf(iov -> iov.addString("device", "ix0").addNumber("num_vfs", 3), _ -> {})
                .vf(
                        0,
                        iov -> iov.addBool("passthrough", false),
                        driver -> driver.addBinary("mac-addr", MAC).addNumber("vlan", 1))
                .passthrough(1)
                .passthrough(2)
                .bytes();
    }
}
