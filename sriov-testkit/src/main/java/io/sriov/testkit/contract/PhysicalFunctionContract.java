package io.sriov.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.Errno;
import io.sriov.host.HostException.Operation;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.SriovCapability;
import io.sriov.pci.VfRouting;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.config.IovConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What every [io.sriov.host.PhysicalFunction] promises.
public abstract class PhysicalFunctionContract extends ConfigureRaceRules {
    private static final List<Errno> TOO_MANY = List.of(Errno.EINVAL, Errno.ERANGE, Errno.ENOSPC);

    /// For subclasses.
    protected PhysicalFunctionContract() {}

    /// 1, 2 and as many as there can be.
    private Iterable<Integer> counts() {
        return new TreeSet<>(List.of(1, 2, bench.mostVfs()));
    }

    @Test
    void theSchemaHasTheParametersOfTheInfrastructure() {
        PfSchema schema = pf.schema();
        Parameter numVfs = schema.pf().find("num_vfs").orElseThrow();
        assertThat(numVfs.type()).as("the type of num_vfs").contains(ParameterType.UINT16);
        assertThat(numVfs.required()).as("num_vfs is required").isTrue();
        Parameter device = schema.pf().find("device").orElseThrow();
        assertThat(device.type()).as("the type of device").contains(ParameterType.STRING);
        assertThat(device.required()).as("device is required").isTrue();
        Parameter passthrough = schema.vf().find("passthrough").orElseThrow();
        assertThat(passthrough.type()).as("the type of passthrough").contains(ParameterType.BOOL);
        assertThat(passthrough.defaultValue())
                .as("the default of passthrough")
                .contains(ParameterValue.Bool.FALSE);
        assertThat(pf.schema()).as("the schema, asked for again").isEqualTo(schema);
    }

    @Test
    void theStatusAgreesWithTheConfigurationSpace() {
        PfStatus status = pf.status();
        ConfigHeader header = ConfigHeader.read(pf.configSpace());
        assertThat(status.device()).isEqualTo(pf.device()).isEqualTo(bench.device());
        assertThat(status.vendorId()).as("the Vendor ID").isEqualTo(header.vendorId());
        assertThat(status.deviceId()).as("the Device ID").isEqualTo(header.deviceId());
        assertThat(status.totalVfs()).as("TotalVFs").isEqualTo(registers().totalVfs());
        assertThat(status.driver()).as("the driver's name").isNotBlank();
        assertThat(status.location()).as("the location").isNotBlank();
    }

    @Test
    void aPfWithoutVfsIsDisabled() {
        assertNoVfs();
        assertThat(registers().numVfs()).as("NumVFs").isZero();
    }

    private void assertNoVfs() {
        PfStatus status = pf.status();
        assertThat(status.numVfs()).as("how many VFs there are").isZero();
        assertThat(status.vfs()).as("the VFs").isEmpty();
        assertThat(registers().vfEnable()).as("VF Enable").isFalse();
    }

    @Test
    void configuringCreatesAllVfsInAscendingOrder() {
        for (int count : counts()) {
            pf.configure(mixed(count));
            PfStatus status = pf.status();
            assertThat(status.numVfs()).as("how many VFs there are").isEqualTo(count);
            assertThat(status.vfs())
                    .as("the numbers of the VFs")
                    .extracting(VfStatus::index)
                    .containsExactlyElementsOf(upTo(count));
            assertThat(status.vfs())
                    .as("the locations of the VFs")
                    .extracting(VfStatus::location)
                    .doesNotHaveDuplicates()
                    .allMatch(location -> !location.isBlank());
            pf.delete();
        }
    }

    @Test
    void configuringSetsTheRegisters() {
        for (int count : counts()) {
            pf.configure(mixed(count));
            SriovCapability registers = registers();
            assertThat(registers.vfEnable()).as("VF Enable").isTrue();
            assertThat(registers.vfMemorySpaceEnable()).as("VF MSE").isTrue();
            assertThat(registers.numVfs()).as("NumVFs").isEqualTo(count);
            pf.delete();
        }
    }

    @Test
    void vfsSitWhereTheRegistersSay() {
        for (int count : counts()) {
            pf.configure(mixed(count));
            PfStatus status = pf.status();
            VfRouting routing = registers().routing(status.address().routingId());
            for (VfStatus vf : status.vfs()) {
                assertThat(vf.address())
                        .as("the address of VF %d of %d", vf.index(), count)
                        .isEqualTo(routing.address(status.address().domain(), vf.index()));
            }
            pf.delete();
        }
    }

    @Test
    void vfsAreMeantForWhomTheConfigurationSays() {
        IovConfig config = mixed(bench.mostVfs());
        pf.configure(config);
        for (VfStatus vf : pf.status().vfs()) {
            assertThat(vf.passthrough())
                    .as("passthrough of VF %d", vf.index())
                    .isEqualTo(config.passthrough(vf.index()));
        }
    }

    @Test
    void configuringWhileVfsExistIsRefusedWithEbusyAndChangesNothing() {
        createTwo();
        PfStatus status = pf.status();
        SriovCapability registers = registers();
        for (IovConfig config : List.of(mixed(2), mixed(1))) {
            assertRefused(Operation.CONFIGURE, Errno.EBUSY, () -> pf.configure(config));
        }
        assertThat(pf.status()).isEqualTo(status);
        assertThat(registers()).isEqualTo(registers);
    }

    @Test
    void moreVfsThanThereCanBeAreRefusedAndNoneIsCreated() {
        int tooMany = pf.status().totalVfs() + 1;
        Assumptions.assumeTrue(tooMany <= 0xffff, "no configuration asks for more than TotalVFs");
        assertRefused(Operation.CONFIGURE, TOO_MANY, () -> pf.configure(vfs(tooMany).build()));
        assertNoVfs();
        pf.configure(mixed(2));
        assertThat(pf.status().numVfs()).as("VFs created afterwards").isEqualTo(2);
    }

    @Test
    void aParameterThatTheSchemaDoesNotDeclareIsRefusedWithEinval() {
        PfSchema schema = pf.schema();
        List<Parameter> more = new ArrayList<>(schema.vf().parameters(Subsystem.DRIVER));
        more.add(Parameter.optional("contract-undeclared", ParameterType.BOOL));
        PfSchema other = PfSchema.ofDriver(schema.pf().parameters(Subsystem.DRIVER), more);
        IovConfig config =
                IovConfig.builder(other, pf.device())
                        .numVfs(2)
                        .vf(1, "contract-undeclared", ParameterValue.Bool.TRUE)
                        .build();
        assertRefused(Operation.CONFIGURE, Errno.EINVAL, () -> pf.configure(config));
        assertNoVfs();
    }

    @Test
    void deletingWhereThereAreNoVfsIsRefusedWithEchild() {
        assertRefused(Operation.DELETE, Errno.ECHILD, pf::delete);
        createTwo();
        pf.delete();
        assertRefused(Operation.DELETE, Errno.ECHILD, pf::delete);
        assertNoVfs();
    }

    @Test
    void deletingLeavesNoVfsAndClearsTheRegisters() {
        pf.configure(mixed(bench.mostVfs()));
        pf.delete();
        assertNoVfs();
        assertThat(registers().numVfs()).as("NumVFs").isZero();
        assertThat(registers().vfMemorySpaceEnable()).as("VF MSE").isFalse();
    }

    @Test
    void deletingDoesNotMindDetachedVfs() {
        createTwo();
        for (VfStatus vf : pf.status().vfs()) {
            if (vf.attached()) {
                pf.detachVf(vf.index());
            }
        }
        pf.delete();
        assertNoVfs();
    }

    @Test
    void anotherConfigurationCanFollowADeletion() {
        pf.configure(mixed(bench.mostVfs()));
        pf.delete();
        IovConfig second = vfs(2).vf(0, "passthrough", ParameterValue.Bool.TRUE).build();
        pf.configure(second);
        assertThat(pf.status().vfs())
                .as("passthrough of the VFs created second")
                .extracting(VfStatus::passthrough)
                .containsExactly(true, false);
        assertThat(registers().numVfs()).as("NumVFs").isEqualTo(2);
    }
}
