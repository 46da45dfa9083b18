package com.example.zx;

import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;

/// The mailbox of a card: one command at a time, which is done when its status is there.
///
/// A command is written to the registers before [#COMMAND], and begins when that is written.
final class Mailbox {
    static final int VF = 0x00;
    static final int SETTING = 0x04;
    static final int VALUE_LOW = 0x08;
    static final int VALUE_HIGH = 0x0c;
    static final int COMMAND = 0x10;
    static final int STATUS = 0x14;

    static final int SET = 1;
    static final int GET = 2;
    static final int RELEASE_ENGINES = 3;

    /// What [#VF] has for the PF.
    static final int PF = 0xffff;

    static final int OK = 0;
    static final int NO_SUCH_VF = 1;
    static final int OUT_OF_RANGE = 2;
    static final int NO_ENGINES_LEFT = 3;

    private final Registers registers;

    Mailbox(Registers registers) {
        this.registers = registers;
    }

    void set(int vf, Setting setting, long value) throws PfDriverException {
        registers.write(VALUE_LOW, (int) value);
        registers.write(VALUE_HIGH, (int) (value >>> 32));
        run(SET, vf, setting);
    }

    long get(int vf, Setting setting) throws PfDriverException {
        run(GET, vf, setting);
        return Integer.toUnsignedLong(registers.read(VALUE_LOW))
                | (long) registers.read(VALUE_HIGH) << 32;
    }

    /// Takes the engines of all VFs back.
    void releaseEngines() throws PfDriverException {
        run(RELEASE_ENGINES, PF, Setting.ENGINES);
    }

    private void run(int command, int vf, Setting setting) throws PfDriverException {
        registers.write(VF, vf);
        registers.write(SETTING, setting.number());
        registers.write(COMMAND, command);
        int status = registers.read(STATUS);
        if (status != OK) {
            throw refusal(status, vf, setting);
        }
    }

    /// What a status means, for people.
    static PfDriverException refusal(int status, int vf, Setting setting) {
        String what = setting.parameterName() + " of " + (vf == PF ? "the PF" : "VF-" + vf);
        return switch (status) {
            case NO_SUCH_VF ->
                    new PfDriverException(Errno.ENXIO, what + ": the card has no such VF enabled");
            case OUT_OF_RANGE ->
                    new PfDriverException(
                            Errno.EINVAL, what + " is not in " + setting.range() + "; change it");
            case NO_ENGINES_LEFT ->
                    new PfDriverException(
                            Errno.ENOSPC,
                            what + ": fewer are left; give this VF or another fewer of them");
            default ->
                    new PfDriverException(
                            Errno.EIO,
                            what + ": the card has failed with status " + status + "; reset it");
        };
    }
}
