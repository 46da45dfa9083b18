package io.sriov.lab;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/// The lab's own PF driver, bound to a PF in place of its usual one: it creates VFs as a test tells
/// it to (`sriov-lab/src/module/sriov-lab.c`).
///
/// Closing it ends every wait, and gives the PF back to its usual driver.
final class DirectedDriver implements AutoCloseable {
    /// What the kernel calls it.
    static final String NAME = "sriov-lab";

    /// Longer than any test waits; a wait ends by itself after that.
    private static final int LONG = 60_000;

    private static final int ALWAYS = -1;

    private static final Path PARAMETERS = Path.of("/sys/module/sriov_lab/parameters");
    private static final int PATIENCE = 300;

    private final PciFunction pf;
    private final String usual;

    private DirectedDriver(PciFunction pf, String usual) {
        this.pf = pf;
        this.usual = usual;
    }

    /// Where the driver waits in the kernel, which no signal ends.
    enum Wait {
        BEFORE_VFS("before"),
        AFTER_VFS("after"),
        VF_BIND("bind");

        private final String parameter;

        Wait(String parameter) {
            this.parameter = parameter;
        }
    }

    /// Binds it.
    ///
    /// @param pf a PF without VFs
    static DirectedDriver bind(PciFunction pf) {
        var driver = new DirectedDriver(pf, pf.link("driver").orElseThrow());
        driver.rebind(driver.usual, NAME);
        return driver;
    }

    private void rebind(String from, String to) {
        pf.attribute("driver_override").write(to.equals(NAME) ? NAME : "\n");
        new Attribute(Path.of("/sys/bus/pci/drivers", from, "unbind")).write(pf);
        new Attribute(Path.of("/sys/bus/pci/drivers", to, "bind")).write(pf);
    }

    private static void set(String parameter, int value) {
        new Attribute(PARAMETERS.resolve(parameter)).write(value);
    }

    /// @param count how many VFs fewer than asked for are created from now on, as a success
    void createFewer(int count) {
        set("fewer", count);
    }

    /// @param errno what is returned from now on in place of creating VFs; 0 for nothing
    void refuse(int errno) {
        refuse(errno, ALWAYS);
    }

    /// @param errno what is returned in place of creating VFs
    /// @param times how often that is
    void refuse(int errno, int times) {
        set("times", times);
        set("refuse", errno);
    }

    /// Waits from now on whenever it gets there.
    void wait(Wait where) {
        set(where.parameter, LONG);
    }

    /// Waits from now on before a VF gets a driver.
    ///
    /// @param vf its number
    void waitAtBind(int vf) {
        set("bind_vf", vf);
        wait(Wait.VF_BIND);
    }

    /// {@return whether it waits now}
    boolean isWaiting() {
        return new Attribute(PARAMETERS.resolve("waiting")).number() > 0;
    }

    /// Ends all waits.
    void goOn() throws InterruptedException {
        endWaits();
        await(() -> !isWaiting(), "the driver goes on");
    }

    private static void endWaits() {
        for (Wait where : Wait.values()) {
            set(where.parameter, 0);
        }
    }

    /// Waits until something is so.
    ///
    /// @param condition whether it is
    /// @param what it in words
    static void await(BooleanSupplier condition, String what) throws InterruptedException {
        for (int i = 0; i < PATIENCE; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("not after 30 s: " + what);
    }

    @Override
    public void close() {
        createFewer(0);
        refuse(0);
        endWaits();
        if (pf.link("driver").filter(NAME::equals).isPresent()) {
            pf.attribute("sriov_numvfs").write(0);
            rebind(NAME, usual);
        }
        pf.attribute("sriov_drivers_autoprobe").write(1);
    }
}
