package io.sriov.linux.driver;

import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfIdentity;
import io.sriov.pci.PciAddress;
import io.sriov.schema.ParameterValue;
import io.sriov.testkit.tck.PfDriverBench;
import io.sriov.testkit.tck.PfDriverTck;
import java.util.Map;

/// The driver of PFs without parameters keeps the rules of PF drivers.
class PlainTckTest extends PfDriverTck {
    @Override
    protected PfDriverBench open() {
        return new Bench();
    }

    private record Bench() implements PfDriverBench {
        @Override
        public PfDriverProvider provider() {
            return new PlainDriverProvider();
        }

        @Override
        public PfIdentity pf() {
            return new PfIdentity(
                    PciAddress.parse("0000:01:00.0"), 0x8086, 0x4940, 0x0b4000, "4xxx");
        }

        @Override
        public int mostVfs() {
            return 16;
        }

        @Override
        public Map<String, ParameterValue> vf(int index) {
            return Map.of();
        }

        @Override
        public Map<String, String> notApplicable() {
            String untouched = "the driver has no device that could fail";
            return Map.ofEntries(
                    Map.entry("3.1", "Linux hosts bring this driver along"),
                    Map.entry("3.4", "it is for every PF that no other driver takes"),
                    Map.entry("4.8", untouched),
                    Map.entry("4.9", untouched),
                    Map.entry("4.10", untouched),
                    Map.entry("4.11", untouched),
                    Map.entry("4.12", untouched),
                    Map.entry("7.5", untouched));
        }

        @Override
        public void close() {}
    }
}
